import type { Event } from './event.ts';

/** Whom an event belongs to: the user where known, the anonymous visitor otherwise. Also the profile id. */
export function profileKey(event: Pick<Event, 'userId' | 'anonymousId'>): string {
  if (event.userId !== undefined) return `u:${event.userId}`;
  if (event.anonymousId !== undefined) return `a:${event.anonymousId}`;
  throw new TypeError('an event without userId and anonymousId passed the parser');
}
