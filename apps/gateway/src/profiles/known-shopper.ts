import type { ShopId } from '#contracts';
import {
  InteractionKind,
  type Interaction as ProfileInteraction,
  type Profile,
} from '#contracts/generated/cartwise/profile/v1/profile';
import type { Interaction, Shopper } from '#ml';

/** What a request knows of its shopper. */
export interface KnownShopper {
  readonly shopId: ShopId;
  readonly shopper: Shopper;
  /** undefined for a newcomer, and when the store did not answer. */
  readonly profile: Profile | undefined;
  /** Why there is no profile although there may be one. */
  readonly problem: string | undefined;
}

/** A shopper as the models take one. `recent` of the profile is oldest first, as the models want it. */
export function toShopper(
  profile: Profile | undefined,
  sessionItemIds: readonly string[],
  nowMs: number,
): Shopper {
  return { recent: (profile?.recent ?? []).flatMap(toInteraction), sessionItemIds, nowMs };
}

function toInteraction({ itemId, kind, eventTimeMs }: ProfileInteraction): Interaction[] {
  const known = KINDS[kind];
  return known === undefined ? [] : [{ itemId, kind: known, timeMs: eventTimeMs }];
}

const KINDS: Readonly<Record<InteractionKind, Interaction['kind'] | undefined>> = {
  [InteractionKind.INTERACTION_KIND_VIEW]: 'view',
  [InteractionKind.INTERACTION_KIND_CART]: 'cart',
  [InteractionKind.INTERACTION_KIND_WISHLIST]: 'wishlist',
  [InteractionKind.INTERACTION_KIND_PURCHASE]: 'purchase',
  [InteractionKind.INTERACTION_KIND_UNSPECIFIED]: undefined,
  [InteractionKind.UNRECOGNIZED]: undefined,
};
