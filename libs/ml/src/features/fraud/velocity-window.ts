import { hashId } from '../hash-id.ts';
import type { EntityKind } from './entities.ts';
import {
  COUNTERS,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  RESOLUTIONS,
  type Bucket,
  type Counter,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

/** Each window reads the finest buckets that still cover it. */
export const WINDOWS = {
  '10m': { resolution: 0, lengthMs: 10 * MINUTE_MS, words: '10 minutes' },
  '1h': { resolution: 0, lengthMs: HOUR_MS, words: 'an hour' },
  '24h': { resolution: 1, lengthMs: DAY_MS, words: '24 hours' },
  '7d': { resolution: 2, lengthMs: 7 * DAY_MS, words: '7 days' },
  '30d': { resolution: 2, lengthMs: 30 * DAY_MS, words: '30 days' },
  '90d': { resolution: 2, lengthMs: 90 * DAY_MS, words: '90 days' },
} as const;
export type VelocityWindow = keyof typeof WINDOWS;
export type VelocityCounts = Readonly<Record<Counter, number>>;

/** Counts in the window that ends at `nowMs`, by name: see windowSums. */
export function velocityCounts(
  aggregate: VelocityAggregate,
  window: VelocityWindow,
  nowMs: number,
): VelocityCounts {
  const sums = windowSums(aggregate, window, nowMs);
  // COUNTERS and sums are parallel, so every counter has its entry.
  return Object.fromEntries(COUNTERS.map((counter, i) => [counter, sums[i]])) as VelocityCounts;
}

export const WINDOW_NAMES = Object.keys(WINDOWS) as readonly VelocityWindow[];

/** The sums of every window that ends at `nowMs`: [windows][counters], in the order of WINDOW_NAMES and COUNTERS. */
export function allWindowSums(aggregate: VelocityAggregate, nowMs: number): Float64Array {
  const table = new Float64Array(WINDOW_NAMES.length * COUNTERS.length);
  for (const [row, window] of WINDOW_NAMES.entries()) {
    addWindow(table, row * COUNTERS.length, aggregate, window, nowMs);
  }
  return table;
}

/**
 * Counts, parallel to COUNTERS, in the window that ends at `nowMs`: the whole buckets within the window's length before
 * the bucket of now, and of that one what happened up to now, so a window is long by at most one bucket. What happened
 * after the minute of now never counts, though it be known already: of a bucket that now lies in the middle of, the finer
 * ones within it count, and where they are gone nothing of it does.
 */
export function windowSums(
  aggregate: VelocityAggregate,
  window: VelocityWindow,
  nowMs: number,
): Float64Array {
  const sums = new Float64Array(COUNTERS.length);
  addWindow(sums, 0, aggregate, window, nowMs);
  return sums;
}

/** Adds to the sums from `place` on, parallel to COUNTERS. */
function addWindow(
  sums: Float64Array,
  place: number,
  aggregate: VelocityAggregate,
  window: VelocityWindow,
  nowMs: number,
): void {
  const { resolution, lengthMs } = WINDOWS[window];
  const { widthMs } = RESOLUTIONS[resolution];
  const last = Math.floor(nowMs / widthMs);
  addBuckets(sums, place, aggregate, resolution, last - lengthMs / widthMs, last - 1);
  addBucketOfNow(sums, place, aggregate, resolution, nowMs);
}

const NO_BUCKET: Bucket = { index: -Infinity, counts: [] };

/** Adds the buckets with an index in [first, last]. */
function addBuckets(
  sums: Float64Array,
  place: number,
  { buckets }: VelocityAggregate,
  resolution: number,
  first: number,
  last: number,
): void {
  const list = buckets[resolution] ?? [];
  // From the newest: a short window ends the walk early.
  for (let at = list.length - 1; at >= 0; at--) {
    const { index, counts } = list[at] ?? NO_BUCKET;
    if (index < first) return;
    if (index > last) continue;
    for (let i = 0; i < counts.length; i++) sums[place + i] = (sums[place + i] ?? 0) + (counts[i] ?? 0);
  }
}

function addBucketOfNow(
  sums: Float64Array,
  place: number,
  aggregate: VelocityAggregate,
  resolution: number,
  nowMs: number,
): void {
  const widthMs = RESOLUTIONS[resolution]?.widthMs ?? MINUTE_MS;
  const now = Math.floor(nowMs / widthMs);
  const finer = RESOLUTIONS[resolution - 1];
  const isOver = aggregate.lastSeenMs < (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
  if (isOver || finer === undefined) {
    addBuckets(sums, place, aggregate, resolution, now, now);
    return;
  }
  const firstFiner = (now * widthMs) / finer.widthMs;
  const oldestKept = Math.floor(aggregate.lastSeenMs / finer.widthMs) - finer.keep + 1;
  if (firstFiner < oldestKept) return;
  addBuckets(sums, place, aggregate, resolution - 1, firstFiner, Math.floor(nowMs / finer.widthMs) - 1);
  addBucketOfNow(sums, place, aggregate, resolution - 1, nowMs);
}

/** The longest window, in days, that is asked of each kind. A cart is paid within a month or never. */
const LONGEST_WINDOW_DAYS: Readonly<Record<EntityKind, 30 | 90>> = {
  user: 90,
  device: 90,
  address: 90,
  card: 90,
  ip: 30,
  network: 30,
  bin: 30,
  email: 90,
  email_domain: 90,
  cart: 30,
};
/** A window is long by one bucket, and a day more covers clocks that differ. */
const IDLE_MARGIN_DAYS = 2;
/** The age of the account, the usual amounts and hours, the devices: asked of the whole life. */
const USER_IDLE_DAYS = 400;

/**
 * Days without a new event after which an aggregate may be forgotten: all that is asked of it lies in a window. Users may
 * begin anew after more than a year without a visit.
 */
// Has the kinds of LONGEST_WINDOW_DAYS.
export const VELOCITY_IDLE_DAYS = Object.fromEntries(
  Object.entries(LONGEST_WINDOW_DAYS).map(([kind, days]) => [
    kind,
    kind === 'user' ? USER_IDLE_DAYS : days + IDLE_MARGIN_DAYS,
  ]),
) as Readonly<Record<EntityKind, number>>;

/** The buckets and links of an entity of `kind` that a window ending at `nowMs` or later can still reach. */
export function withinWindows(
  { buckets, links }: VelocityAggregate,
  kind: EntityKind,
  nowMs: number,
): Pick<VelocityAggregate, 'buckets' | 'links'> {
  const firstMinute = Math.floor((nowMs - WINDOWS['30d'].lengthMs) / MINUTE_MS);
  const recent = Object.entries(links).flatMap(([linked, all]) => {
    const kept = all.filter(({ lastSeenMinute }) => lastSeenMinute >= firstMinute);
    return kept.length === 0 ? [] : [[linked, kept] as const];
  });
  const longestMs = LONGEST_WINDOW_DAYS[kind] * DAY_MS;
  return {
    buckets: RESOLUTIONS.map(({ widthMs, keep }, i) => {
      const reach = Math.min(keep, longestMs / widthMs + 1);
      return (buckets[i] ?? []).filter(({ index }) => index > Math.floor(nowMs / widthMs) - reach);
    }),
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
  let count = 0;
  for (const { lastSeenMinute } of aggregate.links[linked] ?? []) {
    if (lastSeenMinute >= first && lastSeenMinute <= last) count += 1;
  }
  return count;
}

/** Whether this entity was seen with that one before (among the newest LINKS_MAX). */
export function isLinked(aggregate: VelocityAggregate, linked: EntityKind, id: string): boolean {
  const hash = hashId(id);
  return aggregate.links[linked]?.some((link) => link.hash === hash) ?? false;
}
