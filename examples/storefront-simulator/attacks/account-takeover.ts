import { below } from '../random.ts';
import { shopperOf } from '../shoppers/shopper.ts';
import type { AttackScript } from './attack.ts';

const VICTIMS = 500;
const ITEMS = 20;

/** Passwords are tried on an account until one works; then its stored card buys for an address that is not its own. */
export const accountTakeover: AttackScript = {
  events: 12,
  async run(attack) {
    const { world, random } = attack;
    const victim = shopperOf(world.run, world.seed, below(random, VICTIMS), world.tastes);
    const thief = attack.visitor('thief', victim.userId);
    for (let attempt = 0; attempt < 4 + below(random, 3); attempt++) {
      attack.send(thief, 'Login Failed', { reason: 'password', email: victim.email });
      await world.pause(1_000 + random() * 2_000);
    }
    attack.send(thief, 'Signed In', { method: 'password', email: victim.email });
    attack.send(thief, 'Account Updated', { changed: ['email', 'address'] });
    // What was sent before is known when the order comes: nobody fills a form in less.
    await world.pause(5_000 + random() * 5_000);
    await attack.order(
      {
        visitor: thief,
        person: { ...victim, address: `${attack.id} Parcel Shop, GB` },
        items: Array.from({ length: ITEMS }, () => attack.item()),
      },
      'cardholder',
    );
  },
};
