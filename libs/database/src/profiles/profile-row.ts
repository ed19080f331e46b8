import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';

export interface ProfileRef {
  readonly shopId: ShopId;
  /** "u:USER" or "a:ANONYMOUS", see profileKey. */
  readonly profileId: string;
}

/** A row of the table: a profile, or where it went. */
export interface ProfileRow extends ProfileRef {
  /** Counts the batches that changed it. */
  readonly version: number;
  readonly content:
    | { readonly kind: 'profile'; readonly profile: Profile }
    | { readonly kind: 'merged'; readonly into: string };
  /** Of the last event on events.v1 with this key, -1 before any; the row's lock makes it exact. */
  readonly logOffset: number;
}

/** From here on, events of the visitor belong to the user. */
export interface ProfileLink {
  readonly shopId: ShopId;
  readonly anonymousProfileId: string;
  readonly userProfileId: string;
  /** The visitor's events up to this offset of their partition were folded before. */
  readonly afterOffset: number;
}
