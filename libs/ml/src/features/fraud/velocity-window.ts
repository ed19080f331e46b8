import { hashId } from '../hash-id.ts';
import type { EntityKind } from './entities.ts';
import {
  COUNTERS,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  RESOLUTIONS,
  type Counter,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

/** Each window reads the finest buckets that still cover it. */
const WINDOWS = {
  '10m': { resolution: 0, lengthMs: 10 * MINUTE_MS },
  '1h': { resolution: 0, lengthMs: HOUR_MS },
  '24h': { resolution: 1, lengthMs: DAY_MS },
  '7d': { resolution: 2, lengthMs: 7 * DAY_MS },
  '30d': { resolution: 2, lengthMs: 30 * DAY_MS },
} as const;
export type VelocityWindow = keyof typeof WINDOWS;
export type VelocityCounts = Readonly<Record<Counter, number>>;

/**
 * Counts in the window that ends at `nowMs`: the bucket of now, up to what was folded in, and the whole buckets
 * within the window's length before it, so a window is long by at most one bucket. Buckets after now never count.
 */
export function velocityCounts(
  aggregate: VelocityAggregate,
  window: VelocityWindow,
  nowMs: number,
): VelocityCounts {
  const { resolution, lengthMs } = WINDOWS[window];
  const { widthMs } = RESOLUTIONS[resolution];
  const last = Math.floor(nowMs / widthMs);
  const first = last - lengthMs / widthMs;
  const sums = COUNTERS.map(() => 0);
  for (const bucket of aggregate.buckets[resolution] ?? []) {
    if (bucket.index < first || bucket.index > last) continue;
    for (const [i, count] of bucket.counts.entries()) sums[i] = (sums[i] ?? 0) + count;
  }
  // COUNTERS and sums are parallel, so every counter has its entry.
  return Object.fromEntries(COUNTERS.map((counter, i) => [counter, sums[i]])) as VelocityCounts;
}

/**
 * Days without a new event after which an aggregate may be forgotten. All that is asked of a device, address, card or
 * network address lies in a window; the longest, of 30 days, is long by one bucket, and a day more covers clocks that
 * differ. Of users the age of the account, their usual amounts and their devices count: after more than a year without a
 * visit they may begin anew.
 */
export const VELOCITY_IDLE_DAYS: Readonly<Record<EntityKind, number>> = {
  user: 400,
  device: 32,
  address: 32,
  card: 32,
  ip: 32,
};

/** The buckets and links that a window ending at `nowMs` or later can still reach. */
export function withinWindows(
  { buckets, links }: VelocityAggregate,
  nowMs: number,
): Pick<VelocityAggregate, 'buckets' | 'links'> {
  const firstMinute = Math.floor((nowMs - WINDOWS['30d'].lengthMs) / MINUTE_MS);
  const recent = Object.entries(links).flatMap(([kind, all]) => {
    const kept = all.filter(({ lastSeenMinute }) => lastSeenMinute >= firstMinute);
    return kept.length === 0 ? [] : [[kind, kept] as const];
  });
  return {
    buckets: RESOLUTIONS.map(({ widthMs, keep }, i) =>
      (buckets[i] ?? []).filter(({ index }) => index > Math.floor(nowMs / widthMs) - keep),
    ),
    links: Object.fromEntries(recent),
  };
}

/** How many different `linked` entities were seen with this one in the window; at most LINKS_MAX. */
export function distinctLinks(
  aggregate: VelocityAggregate,
  linked: EntityKind,
  windowMs: number,
  nowMs: number,
): number {
  const first = Math.floor((nowMs - windowMs) / MINUTE_MS);
  const last = Math.floor(nowMs / MINUTE_MS);
  const links = aggregate.links[linked] ?? [];
  return links.filter(({ lastSeenMinute }) => lastSeenMinute >= first && lastSeenMinute <= last).length;
}

/** Whether this entity was seen with that one before (among the newest LINKS_MAX). */
export function isLinked(aggregate: VelocityAggregate, linked: EntityKind, id: string): boolean {
  const hash = hashId(id);
  return aggregate.links[linked]?.some((link) => link.hash === hash) ?? false;
}
