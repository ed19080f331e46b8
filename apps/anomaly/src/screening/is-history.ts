import type { Event } from '#contracts';

/**
 * Whether an event is history: it counts, but raises no alert, for loading years of orders must not flood the analysts.
 * Only the mark of those who may load history says so, never the event's age: whoever dates an attack back would
 * otherwise silence its alerts.
 */
export function isHistory({ source }: Pick<Event, 'source'>): boolean {
  return source === 'import';
}
