import { product } from '../traffic/storefront-event.ts';
import type { AttackScript } from './attack.ts';

const ACCOUNTS = 8;

/** A script opens accounts and orders with each within a minute of signing up, all from one network address. */
export const freshAccountBurst: AttackScript = {
  events: ACCOUNTS * 5,
  async run(attack) {
    const { ip } = attack.visitor('network');
    await Promise.all(
      Array.from({ length: ACCOUNTS }, async (_, account) => {
        await attack.world.pause(account * 3_000);
        const userId = `${attack.id}-user-${account}`;
        const visitor = { ...attack.visitor(String(account), userId), ip };
        const email = `${userId}@quick.example`;
        attack.send(visitor, 'Signed Up', { method: 'password', email });
        const item = attack.item();
        attack.send(visitor, 'Product Viewed', product(item));
        await attack.world.pause(10_000 + attack.random() * 20_000);
        await attack.order(
          {
            visitor,
            person: {
              email,
              card: { fingerprint: `${userId}-card`, bin: '424242', country: 'GB' },
              country: 'GB',
              address: `${account} ${attack.id} Street, GB`,
            },
            items: [item, attack.item()],
          },
          'cardholder',
        );
      }),
    );
  },
};
