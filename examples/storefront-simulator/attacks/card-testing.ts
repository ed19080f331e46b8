import { below, chance } from '../random.ts';
import { cardFields, CURRENCY } from '../traffic/storefront-event.ts';
import type { AttackScript } from './attack.ts';

const CARDS = 14;
const DECLINED_SHARE = 0.85;

/** One device tries card after card with small amounts, to learn which still work. */
export const cardTesting: AttackScript = {
  events: CARDS,
  async run(attack) {
    const visitor = attack.visitor('tester');
    for (let card = 0; card < CARDS; card++) {
      const fingerprint = `${attack.id}-card-${card}`;
      attack.send(visitor, 'Payment Attempted', {
        payment_id: `${attack.id}-payment-${card}`,
        amount: 1 + below(attack.random, 200) / 100,
        currency: CURRENCY,
        status: chance(attack.random, DECLINED_SHARE) ? 'declined' : 'authorised',
        ...cardFields({ fingerprint, bin: '411111', country: 'US' }),
      });
      await attack.world.pause(1_000 + attack.random() * 4_000);
    }
  },
};
