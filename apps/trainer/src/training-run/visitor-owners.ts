import { profileKey, type AnonymousId, type Event, type EventType, type UserId } from '#contracts';

/** The events that may say which user an anonymous visitor is. */
export const IDENTITY_EVENT_TYPES: readonly EventType[] = ['logged_in', 'signed_up'];

/**
 * Whose history an event belongs to. What a visitor did before logging in belongs to the user, who may log in after
 * it: take the identity events of the whole span first. The first login of a shared browser keeps it.
 */
export class VisitorOwners {
  private readonly userOf = new Map<AnonymousId, UserId>();

  learn(event: Event): void {
    if (event.userId === undefined || event.anonymousId === undefined) return;
    if (!this.userOf.has(event.anonymousId)) this.userOf.set(event.anonymousId, event.userId);
  }

  /** The profile key of the event, or that of the user the visitor turned out to be. */
  ownerOf(event: Event): string {
    const { anonymousId } = event;
    if (event.userId !== undefined || anonymousId === undefined) return profileKey(event);
    const userId = this.userOf.get(anonymousId);
    return profileKey(userId === undefined ? event : { userId });
  }
}
