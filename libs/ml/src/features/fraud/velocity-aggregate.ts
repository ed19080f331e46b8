import type { EntityKind } from './entities.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Bucket widths and how many of each are kept: together they serve every window, in at most 117 buckets. */
export const RESOLUTIONS = [
  { name: 'minute', widthMs: MINUTE_MS, keep: 61 },
  { name: 'hour', widthMs: HOUR_MS, keep: 25 },
  { name: 'day', widthMs: DAY_MS, keep: 31 },
] as const;

/** What a bucket counts; the order is part of the stored format. `amountMinor` sums orders. */
export const COUNTERS = [
  'orders',
  'payments',
  'declines',
  'loginFailures',
  'signups',
  'chargebacks',
  'amountMinor',
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
  /** Over the whole life. Sums of round(1000 ln(1 + amountMinor)) and its square: integers, so exact in any order. */
  readonly orders: number;
  readonly amountLogSum: number;
  readonly amountLogSquareSum: number;
  /** Parallel to RESOLUTIONS; sorted by index, empty buckets are absent. */
  readonly buckets: readonly (readonly Bucket[])[];
  /** Newest first, ties by hash. */
  readonly links: Readonly<Partial<Record<EntityKind, readonly Link[]>>>;
}

export const EMPTY_VELOCITY: VelocityAggregate = {
  firstSeenMs: Infinity,
  lastSeenMs: -Infinity,
  signedUpMs: Infinity,
  lastOrderMs: -Infinity,
  orders: 0,
  amountLogSum: 0,
  amountLogSquareSum: 0,
  buckets: RESOLUTIONS.map(() => []),
  links: {},
};

/** The logarithm of an amount in thousandths, as the lifetime sums keep it. */
export function amountLogMilli(amountMinor: number): number {
  return Math.round(1000 * Math.log1p(amountMinor));
}
