import type { EntityKind } from './entities.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Bucket widths and how many of each are kept: together they serve every window, in at most 177 buckets. */
export const RESOLUTIONS = [
  { name: 'minute', widthMs: MINUTE_MS, keep: 61 },
  { name: 'hour', widthMs: HOUR_MS, keep: 25 },
  { name: 'day', widthMs: DAY_MS, keep: 91 },
] as const;

/**
 * What a bucket counts; the order is part of the stored format. `amountMinor` sums orders, `paymentMinor` attempts to pay,
 * `chargebackMinor` what was charged back.
 */
export const COUNTERS = [
  'orders',
  'payments',
  'declines',
  'loginFailures',
  'signups',
  'chargebacks',
  'amountMinor',
  'logins',
  'paymentMinor',
  'chargebackMinor',
  'cartAdds',
] as const;
export type Counter = (typeof COUNTERS)[number];

/** `index` is floor(time / width); `counts` is parallel to COUNTERS. */
export interface Bucket {
  readonly index: number;
  readonly counts: readonly number[];
}

/** Another entity seen together with this one: 32-bit hash of its id and when last, in whole minutes. */
export interface Link {
  readonly hash: number;
  readonly lastSeenMinute: number;
}

/** Most links kept of one kind: the newest. Distinct counts saturate here; far above it is fraud all the same. */
export const LINKS_MAX = 16;

/** An order remembered by itself: when, and for how much. */
export interface RecentOrder {
  readonly timeMs: number;
  readonly amountMinor: number;
}

/** Most orders remembered by themselves: the newest. */
export const RECENT_ORDERS_MAX = 16;

/** How many of the orders had an amount in one bin: see amountBin. */
export interface AmountCount {
  readonly bin: number;
  readonly count: number;
}

/**
 * What is counted of one entity. Every part is a sum, a minimum, a maximum or the newest N, so folding the same
 * observations in any order gives the same aggregate.
 */
export interface VelocityAggregate {
  /** Infinity before anything was seen. */
  readonly firstSeenMs: number;
  /** -Infinity before anything was seen. */
  readonly lastSeenMs: number;
  /** Infinity while no signup was seen. */
  readonly signedUpMs: number;
  /** -Infinity while no order was seen. */
  readonly lastOrderMs: number;
  /** -Infinity while no chargeback was seen. */
  readonly lastChargebackMs: number;
  /** Over the whole life. */
  readonly orders: number;
  /** Parallel to RESOLUTIONS; sorted by index, empty buckets are absent. */
  readonly buckets: readonly (readonly Bucket[])[];
  /** Newest first, ties by hash. Of the kinds in LINKED_KINDS. */
  readonly links: Readonly<Partial<Record<EntityKind, readonly Link[]>>>;
  /** Of users alone, over the whole life: orders by amount, by rising bin; at most some 250 bins. */
  readonly amounts: readonly AmountCount[];
  /** Of users alone, over the whole life: orders by hour of the day (UTC); empty before the first, else 24. */
  readonly hours: readonly number[];
  /** Of users alone; newest first, ties by larger amount. */
  readonly recentOrders: readonly RecentOrder[];
}

export const EMPTY_VELOCITY: VelocityAggregate = {
  firstSeenMs: Infinity,
  lastSeenMs: -Infinity,
  signedUpMs: Infinity,
  lastOrderMs: -Infinity,
  lastChargebackMs: -Infinity,
  orders: 0,
  buckets: RESOLUTIONS.map(() => []),
  links: {},
  amounts: [],
  hours: [],
  recentOrders: [],
};

/** Bins of ln(1 + amount) for the distribution of a user's amounts: each is 6 % wide. */
const AMOUNT_BINS_PER_E = 16;

/** The bin of an amount in minor units, which is at least 0. */
export function amountBin(amountMinor: number): number {
  return Math.round(AMOUNT_BINS_PER_E * Math.log1p(amountMinor));
}

/** ln(1 + amount) in the middle of a bin. */
export function amountLogOf(bin: number): number {
  return bin / AMOUNT_BINS_PER_E;
}
