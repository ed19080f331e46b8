import { ENTITY_KINDS, type EntityKind } from './entities.ts';
import { hashId } from '../hash-id.ts';
import type { Observation } from './observation.ts';
import {
  COUNTERS,
  LINKS_MAX,
  MINUTE_MS,
  RESOLUTIONS,
  amountLogMilli,
  type Bucket,
  type Counter,
  type Link,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

/**
 * Folds one observation into the aggregate of one of its entities, of kind `kind`. Pure, and commutative: the same
 * observations in any order give an equal aggregate. Not idempotent: fold each event once.
 */
export function foldVelocity(
  aggregate: VelocityAggregate,
  kind: EntityKind,
  observation: Observation,
): VelocityAggregate {
  const { timeMs } = observation;
  const isOrder = observation.kind === 'order';
  const lastSeenMs = Math.max(aggregate.lastSeenMs, timeMs);
  const amountLog = isOrder ? amountLogMilli(observation.amountMinor) : 0;
  const added = increments(observation);
  return {
    firstSeenMs: Math.min(aggregate.firstSeenMs, timeMs),
    lastSeenMs,
    signedUpMs: observation.kind === 'signup' ? Math.min(aggregate.signedUpMs, timeMs) : aggregate.signedUpMs,
    lastOrderMs: isOrder ? Math.max(aggregate.lastOrderMs, timeMs) : aggregate.lastOrderMs,
    orders: aggregate.orders + (isOrder ? 1 : 0),
    amountLogSum: aggregate.amountLogSum + amountLog,
    amountLogSquareSum: aggregate.amountLogSquareSum + amountLog * amountLog,
    buckets: RESOLUTIONS.map(({ widthMs, keep }, i) =>
      foldBuckets(aggregate.buckets[i] ?? [], Math.floor(timeMs / widthMs), added, {
        oldest: Math.floor(lastSeenMs / widthMs) - keep + 1,
      }),
    ),
    links: foldLinks(aggregate.links, kind, observation),
  };
}

function increments(observation: Observation): readonly number[] {
  const { kind, amountMinor } = observation;
  const by: Record<Counter, number> = {
    orders: kind === 'order' ? 1 : 0,
    payments: kind === 'payment' || kind === 'decline' ? 1 : 0,
    declines: kind === 'decline' ? 1 : 0,
    loginFailures: kind === 'login_failure' ? 1 : 0,
    signups: kind === 'signup' ? 1 : 0,
    chargebacks: kind === 'chargeback' ? 1 : 0,
    amountMinor: kind === 'order' ? amountMinor : 0,
  };
  return COUNTERS.map((counter) => by[counter]);
}

/** Adds to the bucket of `index` and lets go of those before `oldest`; late observations find their place. */
function foldBuckets(
  buckets: readonly Bucket[],
  index: number,
  added: readonly number[],
  { oldest }: { readonly oldest: number },
): readonly Bucket[] {
  const kept = buckets.filter((bucket) => bucket.index >= oldest);
  if (index < oldest || added.every((value) => value === 0)) return kept;
  const place = kept.findIndex((bucket) => bucket.index >= index);
  const at = place === -1 ? kept.length : place;
  const same = kept[at];
  if (same?.index === index) {
    kept[at] = { index, counts: same.counts.map((count, i) => count + (added[i] ?? 0)) };
  } else {
    kept.splice(at, 0, { index, counts: added });
  }
  return kept;
}

function foldLinks(
  links: VelocityAggregate['links'],
  kind: EntityKind,
  { entities, timeMs }: Observation,
): VelocityAggregate['links'] {
  const folded: Partial<Record<EntityKind, readonly Link[]>> = { ...links };
  for (const linked of ENTITY_KINDS) {
    const id = entities[linked];
    if (linked === kind || id === undefined) continue;
    folded[linked] = foldLink(folded[linked] ?? [], hashId(id), Math.floor(timeMs / MINUTE_MS));
  }
  return folded;
}

/** The newest LINKS_MAX by last sight: a link pushed out comes back only by being newer, so order does not matter. */
function foldLink(links: readonly Link[], hash: number, minute: number): readonly Link[] {
  const known = links.find((link) => link.hash === hash);
  if (known !== undefined && known.lastSeenMinute >= minute) return links;
  const others = links.filter((link) => link.hash !== hash);
  return [...others, { hash, lastSeenMinute: minute }]
    .sort((a, b) => b.lastSeenMinute - a.lastSeenMinute || a.hash - b.hash)
    .slice(0, LINKS_MAX);
}
