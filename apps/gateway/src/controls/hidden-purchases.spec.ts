import { describe, expect, it } from '@jest/globals';
import { InteractionKind, Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { hiddenPurchases } from './hidden-purchases.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 400 * DAY_MS;
const { INTERACTION_KIND_PURCHASE: PURCHASE, INTERACTION_KIND_VIEW: VIEW } = InteractionKind;
const interaction = (itemId: string, kind: InteractionKind, daysAgo: number) => ({
  itemId,
  kind,
  eventTimeMs: NOW_MS - daysAgo * DAY_MS,
});
const profile = Profile.fromPartial({
  purchasedItemIds: ['long ago', 'tea', 'mug'],
  recent: [interaction('tea', PURCHASE, 40), interaction('lamp', VIEW, 9), interaction('mug', PURCHASE, 8)],
});
const hidden = (days: number | undefined) => hiddenPurchases(profile, days, NOW_MS);

describe('hidden purchases', () => {
  it('are all that was ever bought, unless days are given', () => {
    expect(hidden(undefined)).toEqual(['long ago', 'tea', 'mug']);
  });

  it('are none within 0 days, and none of a newcomer', () => {
    expect(hidden(0)).toEqual([]);
    expect(hiddenPurchases(undefined, 30, NOW_MS)).toEqual([]);
  });

  it('are those within the days: what is viewed is not bought', () => {
    expect(hidden(30)).toEqual(['mug']);
    expect(hidden(7)).toEqual([]);
  });

  it('go by the last time an item was bought', () => {
    const again = { ...profile, recent: [...profile.recent, interaction('tea', PURCHASE, 1)] };
    expect(hiddenPurchases(again, 7, NOW_MS)).toEqual(['tea']);
  });

  it('include a purchase older than the interactions known, while the days go back beyond them', () => {
    expect(hidden(39)).toEqual(['mug']);
    expect(hidden(41)).toEqual(['long ago', 'tea', 'mug']);
  });
});
