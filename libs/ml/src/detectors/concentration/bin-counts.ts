export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A bin is too full beside what is usual within so many hours, the one under way included. */
const WINDOW_HOURS = 24;
/** What is usual is learnt from so many days before the one under way. */
export const PAST_DAYS = 28;

/** How many orders there were, by hour for the window and by day for the past. */
export interface BinCounts {
  readonly hours: Map<number, number>;
  readonly days: Map<number, number>;
}

export const newBinCounts = (): BinCounts => ({ hours: new Map(), days: new Map() });

/** Counts an order, unless it is older than what is kept at `latestHour`. */
export function countAt({ hours, days }: BinCounts, hour: number, latestHour: number): void {
  const day = dayOf(hour);
  if (hours.size + days.size > ENTRIES_MOST) forgetOld({ hours, days }, latestHour);
  if (isHourKept(hour, latestHour)) hours.set(hour, (hours.get(hour) ?? 0) + 1);
  if (isDayKept(day, latestHour)) days.set(day, (days.get(day) ?? 0) + 1);
}

/** Of a bin in memory: twice what is kept. */
const ENTRIES_MOST = 2 * (WINDOW_HOURS + PAST_DAYS);

function forgetOld({ hours, days }: BinCounts, latestHour: number): void {
  for (const hour of hours.keys()) if (!isHourKept(hour, latestHour)) hours.delete(hour);
  for (const day of days.keys()) if (!isDayKept(day, latestHour)) days.delete(day);
}

/** In the window that ends with the hour. */
export function windowCount({ hours }: BinCounts, hour: number): number {
  let sum = 0;
  for (const [each, count] of hours) if (each <= hour && each > hour - WINDOW_HOURS) sum += count;
  return sum;
}

export const dayOf = (hour: number): number => Math.floor(hour / 24);
export const isHourKept = (hour: number, latestHour: number): boolean => hour > latestHour - WINDOW_HOURS;
export const isDayKept = (day: number, latestHour: number): boolean => day >= dayOf(latestHour) - PAST_DAYS;
