import type { Event } from '#contracts';

/** Whoever refused personalisation is not profiled: the event still counts for fraud and for what is popular. */
export function mayProfile(event: Event): boolean {
  return event.consent.personalisation;
}
