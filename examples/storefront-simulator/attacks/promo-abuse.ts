import { product } from '../traffic/storefront-event.ts';
import type { AttackScript } from './attack.ts';

const ACCOUNTS = 7;

/** One person opens account after account on one device, and takes the welcome coupon with each. */
export const promoAbuse: AttackScript = {
  events: ACCOUNTS * 5,
  async run(attack) {
    const device = attack.visitor('abuser');
    for (let account = 0; account < ACCOUNTS; account++) {
      const userId = `${attack.id}-user-${account}`;
      const visitor = { ...device, userId };
      const email = `${userId}@mail.example`;
      attack.send(visitor, 'Signed Up', { method: 'password', email });
      const item = attack.item();
      attack.send(visitor, 'Product Viewed', product(item));
      // Longer than a script would take, so that no rule about haste sees it.
      await attack.world.pause(8_000 + attack.random() * 4_000);
      await attack.order(
        {
          visitor,
          person: {
            email,
            card: { fingerprint: `${userId}-card`, bin: '424242', country: 'GB' },
            country: 'GB',
            address: `Flat ${account}, ${attack.id} Road, GB`,
          },
          items: [item],
          coupon: 'WELCOME10',
        },
        'shop',
      );
    }
  },
};
