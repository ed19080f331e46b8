import type { EntityKind } from './entities.ts';
import { foldBuckets } from './fold-buckets.ts';
import { foldLinks } from './fold-links.ts';
import type { Observation } from './observation.ts';
import {
  COUNTERS,
  DAY_MS,
  HOUR_MS,
  RECENT_ORDERS_MAX,
  RESOLUTIONS,
  amountBin,
  type AmountCount,
  type Counter,
  type RecentOrder,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

const HOURS_A_DAY = 24;

/**
 * Folds one observation into the aggregate of one of its entities, of kind `kind`. Pure, and commutative: the same
 * observations in any order give an equal aggregate. Not idempotent: fold each event once.
 */
export function foldVelocity(
  aggregate: VelocityAggregate,
  kind: EntityKind,
  observation: Observation,
): VelocityAggregate {
  const { timeMs, amountMinor } = observation;
  const isOrder = observation.kind === 'order';
  const isUserOrder = isOrder && kind === 'user';
  const lastSeenMs = Math.max(aggregate.lastSeenMs, timeMs);
  const added = increments(observation);
  return {
    firstSeenMs: Math.min(aggregate.firstSeenMs, timeMs),
    lastSeenMs,
    signedUpMs: observation.kind === 'signup' ? Math.min(aggregate.signedUpMs, timeMs) : aggregate.signedUpMs,
    lastOrderMs: isOrder ? Math.max(aggregate.lastOrderMs, timeMs) : aggregate.lastOrderMs,
    lastChargebackMs:
      observation.kind === 'chargeback'
        ? Math.max(aggregate.lastChargebackMs, timeMs)
        : aggregate.lastChargebackMs,
    orders: aggregate.orders + (isOrder ? 1 : 0),
    buckets: RESOLUTIONS.map(({ widthMs, keep }, i) =>
      foldBuckets(aggregate.buckets[i] ?? [], Math.floor(timeMs / widthMs), added, {
        oldest: Math.floor(lastSeenMs / widthMs) - keep + 1,
      }),
    ),
    links: foldLinks(aggregate.links, kind, observation),
    amounts: isUserOrder ? foldAmount(aggregate.amounts, amountBin(amountMinor)) : aggregate.amounts,
    hours: isUserOrder ? foldHour(aggregate.hours, timeMs) : aggregate.hours,
    recentOrders: isUserOrder
      ? foldRecent(aggregate.recentOrders, { timeMs, amountMinor })
      : aggregate.recentOrders,
  };
}

/** Parallel to COUNTERS; undefined where the kind counts nothing. */
function increments({ kind, amountMinor }: Observation): readonly number[] | undefined {
  switch (kind) {
    case 'order':
      return countersOf({ orders: 1, amountMinor });
    case 'payment':
      return countersOf({ payments: 1, paymentMinor: amountMinor });
    case 'decline':
      return countersOf({ payments: 1, declines: 1, paymentMinor: amountMinor });
    case 'login':
      return countersOf({ logins: 1 });
    case 'login_failure':
      return countersOf({ loginFailures: 1 });
    case 'signup':
      return countersOf({ signups: 1 });
    case 'chargeback':
      return countersOf({ chargebacks: 1, chargebackMinor: amountMinor });
    case 'cart_add':
      return countersOf({ cartAdds: 1 });
    case 'seen':
      return undefined;
  }
}

function countersOf(by: Partial<Record<Counter, number>>): readonly number[] {
  return COUNTERS.map((counter) => by[counter] ?? 0);
}

function foldAmount(amounts: readonly AmountCount[], bin: number): readonly AmountCount[] {
  const place = amounts.findIndex((each) => each.bin >= bin);
  const at = place === -1 ? amounts.length : place;
  const same = amounts[at];
  return same?.bin === bin
    ? amounts.with(at, { bin, count: same.count + 1 })
    : amounts.toSpliced(at, 0, { bin, count: 1 });
}

function foldHour(hours: readonly number[], timeMs: number): readonly number[] {
  const hour = Math.floor((timeMs % DAY_MS) / HOUR_MS);
  const counted = hours.length === 0 ? Array.from({ length: HOURS_A_DAY }, () => 0) : [...hours];
  counted[hour] = (counted[hour] ?? 0) + 1;
  return counted;
}

/** The newest: one that was pushed out would be pushed out again, so the order does not matter. */
function foldRecent(recent: readonly RecentOrder[], order: RecentOrder): readonly RecentOrder[] {
  return [...recent, order]
    .sort((a, b) => b.timeMs - a.timeMs || b.amountMinor - a.amountMinor)
    .slice(0, RECENT_ORDERS_MAX);
}
