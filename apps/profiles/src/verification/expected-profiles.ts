import { profileKey, recordKey, type Event, type ShopId } from '#contracts';
import type { ProfileLink } from '#database';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { emptyProfile } from '../reducer/empty-profile.ts';
import { withAnonymousId } from '../reducer/merge-profiles.ts';
import { reduceProfile } from '../reducer/reduce-profile.ts';

/**
 * What the profiles should be, from the archived events and the recorded identifications alone. There are no merges
 * here: each event is folded straight into the profile where it must have ended up.
 */
export class ExpectedProfiles {
  private readonly profiles = new Map<string, Profile>();
  private readonly linksOfVisitor = new Map<string, ProfileLink[]>();

  /** `links` in the order they were made. */
  constructor(links: readonly ProfileLink[]) {
    for (const link of links) {
      const { shopId, userProfileId, anonymousProfileId } = link;
      const visitor = recordKey(shopId, anonymousProfileId);
      this.linksOfVisitor.set(visitor, [...(this.linksOfVisitor.get(visitor) ?? []), link]);
      const user = this.profileOf(shopId, userProfileId);
      const anonymousId = anonymousProfileId.slice('a:'.length);
      this.profiles.set(recordKey(shopId, userProfileId), withAnonymousId(user, anonymousId));
    }
  }

  /** Events of one key come in the order of their partition. */
  fold(event: Event, offset: number, shopCurrency: string): void {
    const profileId = this.ownerOf(event.shopId, profileKey(event), offset);
    const profile = this.profileOf(event.shopId, profileId);
    this.profiles.set(recordKey(event.shopId, profileId), reduceProfile(profile, event, shopCurrency));
  }

  /** The profile of a row, removed: what is left in the end has no row. */
  take(shopId: ShopId, profileId: string): Profile | undefined {
    const key = recordKey(shopId, profileId);
    const profile = this.profiles.get(key);
    this.profiles.delete(key);
    return profile;
  }

  /** Record keys of the profiles that were not taken. */
  remaining(): readonly string[] {
    return [...this.profiles.keys()];
  }

  /** The user of the last identification before the event; of the first, which merged what came before it. */
  private ownerOf(shopId: ShopId, profileId: string, offset: number): string {
    const links = this.linksOfVisitor.get(recordKey(shopId, profileId));
    const link = links?.findLast(({ afterOffset }) => afterOffset < offset) ?? links?.[0];
    return link?.userProfileId ?? profileId;
  }

  private profileOf(shopId: ShopId, profileId: string): Profile {
    return this.profiles.get(recordKey(shopId, profileId)) ?? emptyProfile(profileId);
  }
}
