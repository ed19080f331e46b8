import { describe, expect, it } from '@jest/globals';
import { InteractionKind, Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { catalogueItem, catalogueOf, knownShopper, NOW_MS } from '../testing/samples.ts';
import type { CandidateSource } from './candidate.ts';
import { reasonFor } from './reason-for.ts';

const { INTERACTION_KIND_VIEW, INTERACTION_KIND_CART, INTERACTION_KIND_PURCHASE } = InteractionKind;
const catalogue = catalogueOf([catalogueItem('mug', { title: 'Mug' })]);
const shopperWho = (...kinds: readonly InteractionKind[]) =>
  knownShopper({
    profile: Profile.fromPartial({
      profileId: 'u:ann',
      recent: kinds.map((kind) => ({ itemId: 'mug', kind, eventTimeMs: NOW_MS })),
    }),
  });
const reason = (source: CandidateSource, known = knownShopper(), becauseOfItemId = 'mug') =>
  reasonFor({ itemId: 'other', score: 1, source, becauseOfItemId }, catalogue, known);

describe('the reason of an item', () => {
  it('says "bought" of no item that follows from views and carts as well', () => {
    expect(reason('transitions')).toBe('Often chosen after Mug');
    expect(reason('last-item')).toBe('Often chosen after Mug');
    expect(reason('came-before')).toBe('Often chosen before Mug');
    expect(reason('two-steps')).toBe('Often chosen next');
  });

  it('says what the shopper did with the item it speaks of, the most where they did more', () => {
    expect(reason('content', shopperWho(INTERACTION_KIND_VIEW))).toBe('Because you viewed Mug');
    expect(reason('content', shopperWho(INTERACTION_KIND_VIEW, INTERACTION_KIND_CART))).toBe(
      'Because you chose Mug',
    );
    expect(reason('content', shopperWho(INTERACTION_KIND_PURCHASE, INTERACTION_KIND_VIEW))).toBe(
      'Because you bought Mug',
    );
  });

  it('counts a purchase that only its id tells of', () => {
    const profile = Profile.fromPartial({ profileId: 'u:ann', purchasedItemIds: ['mug'] });
    expect(reason('content', knownShopper({ profile }))).toBe('Because you bought Mug');
  });

  it('says no more than that it was chosen where it is not told how, as in a session', () => {
    expect(reason('content', knownShopper({ sessionItemIds: ['mug'] }))).toBe('Because you chose Mug');
    expect(reason('content', knownShopper(), 'unlisted')).toBe('Similar to what you chose');
  });

  it('invites to buy again only what was bought', () => {
    expect(reason('repeat', shopperWho(INTERACTION_KIND_PURCHASE))).toBe('Buy it again');
    expect(reason('repeat', shopperWho(INTERACTION_KIND_VIEW))).toBe('You viewed it before');
    expect(reason('repeat')).toBe('You chose it before');
  });

  it('is empty where no source speaks of the item', () => {
    expect(reason('')).toBe('');
  });
});
