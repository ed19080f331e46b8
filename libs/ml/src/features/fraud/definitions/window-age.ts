import { RESOLUTIONS, type VelocityAggregate } from '../velocity-aggregate.ts';
import { WINDOWS } from '../velocity-window.ts';

/**
 * Time since the first thing counted within 90 days before `nowMs`; ms. From the buckets, not from firstSeenMs: an
 * aggregate that was idle may be forgotten and begin anew, and this is the same either way. Exact to a minute within the
 * hour, to an hour within the day, to a day beyond.
 */
export function windowAgeMs(aggregate: VelocityAggregate, nowMs: number): number {
  let sinceMs = nowMs - WINDOWS['90d'].lengthMs;
  let found = false;
  for (let i = RESOLUTIONS.length - 1; i >= 0; i--) {
    const { widthMs = 1, keep = 0 } = RESOLUTIONS[i] ?? {};
    const oldestKept = Math.floor(aggregate.lastSeenMs / widthMs) - keep + 1;
    // What a coarser bucket begins with may be gone from the finer ones.
    if (found && oldestKept * widthMs > sinceMs) break;
    const first = aggregate.buckets[i]?.find(({ index }) => (index + 1) * widthMs > sinceMs);
    if (first === undefined || first.index * widthMs > nowMs) break;
    sinceMs = Math.max(sinceMs, first.index * widthMs);
    found = true;
  }
  return found ? nowMs - sinceMs : 0;
}
