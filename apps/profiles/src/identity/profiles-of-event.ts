import { profileKey, type Event } from '#contracts';
import type { ProfileRef } from '#database';

/** A visitor that an event says is a user. */
export interface Identification {
  readonly visitor: ProfileRef;
  readonly user: ProfileRef;
}

/** Both ids in one event say that the anonymous visitor is this user. */
export function identificationOf(event: Event): Identification | undefined {
  const { shopId, userId, anonymousId } = event;
  if (userId === undefined || anonymousId === undefined) return undefined;
  return {
    visitor: { shopId, profileId: profileKey({ anonymousId }) },
    user: { shopId, profileId: profileKey({ userId }) },
  };
}

/** The rows an event may change, besides the user a visitor was merged into. */
export function profilesOfEvent(event: Event): readonly ProfileRef[] {
  const identification = identificationOf(event);
  if (identification !== undefined) return [identification.user, identification.visitor];
  return [{ shopId: event.shopId, profileId: profileKey(event) }];
}
