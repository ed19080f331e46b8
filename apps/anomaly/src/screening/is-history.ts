import type { Event } from '#contracts';

/** Older than this when it arrives, nobody can act on it any more. */
const FRESH_MS = 24 * 3_600_000;

/**
 * Whether an event is history: it counts, but raises no alert. Loading years of orders must not flood the analysts,
 * and neither must a shop that sends last week's events.
 */
export function isHistory(event: Event, nowMs: number): boolean {
  return event.source === 'import' || event.eventTime < nowMs - FRESH_MS;
}
