const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hours of four years: a history in the order of time meets each hour once. */
const HOURS_KEPT_MAX = 35_000;

/**
 * Turns the time a wall clock of the zone shows, as if it were UTC, into ms since 1970; undefined where the zone is
 * unknown. Of an hour that the clocks show twice it is the first, one that they leave out is taken for the hour after.
 */
export function zoneShift(zone: string): ((wallMs: number) => number) | undefined {
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  if (zone === 'UTC') return (wallMs) => wallMs;
  const offsetByHour = new Map<number, number>();
  return (wallMs) => {
    // Zones change at full hours or halves; an hour that has both offsets keeps the one it began with.
    const hour = Math.floor(wallMs / HOUR_MS) * HOUR_MS;
    let offset = offsetByHour.get(hour);
    if (offset === undefined) {
      const before = offsetAt(format, hour - DAY_MS);
      const after = offsetAt(format, hour + DAY_MS);
      // The larger offset is the earlier time. Neither fits an hour that is left out.
      offset = [Math.max(before, after), Math.min(before, after)].find(
        (candidate) => offsetAt(format, hour - candidate) === candidate,
      );
      offset ??= before;
      if (offsetByHour.size >= HOURS_KEPT_MAX) offsetByHour.clear();
      offsetByHour.set(hour, offset);
    }
    return wallMs - offset;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return undefined;
  }
}

/** How far the zone is ahead of UTC at a time, ms. */
function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wall = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return wall - ms;
}
