import { product } from '../traffic/storefront-event.ts';
import type { AttackScript } from './attack.ts';

const PAGES = 300;
const PAUSE_MS = 150;

/** A robot that says it is a browser reads page after page, faster than anybody reads, and buys nothing. */
export const scraping: AttackScript = {
  events: PAGES,
  async run(attack) {
    const robot = attack.visitor('robot');
    for (let page = 0; page < PAGES; page++) {
      attack.send(robot, 'Product Viewed', product(attack.item()));
      await attack.world.pause(PAUSE_MS);
    }
  },
};
