import type { Event } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { combineProfiles } from './combine-profiles.ts';
import { profileOfEvent } from './profile-of-event.ts';

/** Folds one event in. A pure function of the events and the shop's currency: what is stored can be recomputed. */
export function reduceProfile(profile: Profile, event: Event, shopCurrency: string): Profile {
  return combineProfiles(profile, profileOfEvent(event, shopCurrency));
}
