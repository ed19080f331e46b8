import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';

/** Where profiles are read that are not in memory; BatchedProfileReader is one. */
export interface ProfileReader {
  /** Follows an anonymous id to the user it was merged into: then the profile's id is another than the one asked for. */
  find(shopId: ShopId, profileId: string): Promise<Profile | undefined>;
}

export const PROFILE_READER = Symbol('ProfileReader');
