import { chance } from '../random.ts';
import { cardFields, CURRENCY, product } from '../traffic/storefront-event.ts';
import type { ShopItem } from '../catalogue/shop-item.ts';
import type { Attack, AttackScript } from './attack.ts';

const ORDERS = 3;
const ITEMS = 25;
const LOOKED_AT = 200;

/**
 * A card that is not theirs buys as much as it can: guest orders of many items to a country that is not the card's. Half
 * of the thieves know the limit of the card and the country of its owner badly, and are declined a few times first.
 */
export const stolenCard: AttackScript = {
  events: 22,
  async run(attack) {
    const visitor = attack.visitor('thief');
    const card = { fingerprint: `${attack.id}-card`, bin: '455600', country: 'US' };
    const guesses = chance(attack.random, 0.5);
    for (let order = 0; order < ORDERS; order++) {
      const items = dearestOf(attack);
      for (const item of items.slice(0, 3)) attack.send(visitor, 'Product Viewed', product(item));
      if (guesses && order === 0) await guess(attack, visitor, card);
      await attack.order(
        {
          visitor,
          person: {
            email: `${attack.id}@quick.example`,
            card,
            country: 'GB',
            address: `${attack.id} Dock 3, GB`,
          },
          shippingCountry: 'NL',
          items,
        },
        'cardholder',
      );
      await attack.world.pause(5_000 + attack.random() * 10_000);
    }
  },
};

/** Who does not pay takes the best. */
function dearestOf(attack: Attack): readonly ShopItem[] {
  return Array.from({ length: LOOKED_AT }, () => attack.item())
    .toSorted((a, b) => b.priceMinor - a.priceMinor)
    .slice(0, ITEMS);
}

async function guess(
  attack: Attack,
  visitor: ReturnType<Attack['visitor']>,
  card: Parameters<typeof cardFields>[0],
): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    attack.send(visitor, 'Payment Attempted', {
      payment_id: `${attack.id}-guess-${attempt}`,
      amount: 300,
      currency: CURRENCY,
      status: 'declined',
      ...cardFields(card),
    });
    await attack.world.pause(2_000);
  }
}
