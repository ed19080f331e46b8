import type { ShopItem } from '../catalogue/shop-item.ts';
import { chance, randomOf, type Random } from '../random.ts';
import { product, track, type Visitor } from '../traffic/storefront-event.ts';
import type { World } from '../traffic/world.ts';
import { checkout } from './checkout.ts';
import type { Page, VisitPlan } from './plan-visit.ts';
import type { Shopper } from './shopper.ts';
import { chooseByTaste } from './taste.ts';

const SHOWN = 10;
/** Of the recommendations a shopper would like, so many are clicked. */
const CLICK_SHARE = 0.3;
/** A phone without a connection sends later, with the time the event had. */
const LATE_SHARE = 0.01;
const LATE_MS_MAX = 60_000;
/** Logins that fail twice before they succeed. */
const FORGETS_SHARE = 0.05;
const DUPLICATE_SHARE = 0.005;

/** One visit of a shopper, from the first page to the last. */
export class Visit {
  private readonly random: Random;
  private readonly cart: ShopItem[] = [];
  private readonly seen: Set<string>;
  private visitor: Visitor;
  private skewMs = 0;
  private last: string | undefined;
  private sent = 0;

  constructor(
    private readonly world: World,
    private readonly shopper: Shopper,
    private readonly plan: VisitPlan,
    private readonly number: number,
  ) {
    this.random = randomOf(world.seed, 'visit', number);
    this.seen = world.seenBy(shopper.number);
    const device = shopper.devices[Math.floor(plan.device * shopper.devices.length)];
    if (device === undefined) throw new Error('a shopper has a device');
    this.visitor = { ...device, ip: shopper.ip };
    this.skewMs = device.skewMs;
  }

  async run(): Promise<void> {
    for (const [index, page] of this.plan.pages.entries()) {
      if (this.world.isClosing) return;
      if (index === this.plan.loginAt) this.login();
      await this.visitPage(page);
      await this.world.pause(page.pauseMs);
    }
  }

  /** From now on what this device does, and did, is this user's. */
  private login(): void {
    this.visitor = { ...this.visitor, userId: this.shopper.userId };
    const failures = chance(this.random, FORGETS_SHARE) ? 2 : 0;
    for (let failure = 0; failure < failures; failure++) {
      this.send('Login Failed', { reason: 'password', email: this.shopper.email });
    }
    this.send('Signed In', { method: 'password', email: this.shopper.email });
  }

  private async visitPage(page: Page): Promise<void> {
    const choice = chooseByTaste(this.random, this.shopper.taste, this.last, this.seen, this.world.tastes);
    const clicked = page.looks ? await this.look(choice) : undefined;
    const item = this.world.items.get(clicked ?? choice);
    if (item === undefined) return;
    if (page.searches) this.send('Products Searched', { query: item.title.toLowerCase() });
    this.send('Product Viewed', product(item));
    this.seen.add(item.itemId);
    this.last = item.itemId;
    if (!page.addsToCart) return;
    this.cart.push(item);
    this.send('Product Added', { ...product(item), quantity: 1 });
    if (page.orders) await this.order();
  }

  /**
   * Looks at what is recommended; resolves to the item clicked, if any. Whether the list has what the shopper is about
   * to choose by taste is what counts as a hit: what is shown has no part in that choice.
   */
  private async look(choice: string): Promise<string | undefined> {
    const { random, seen, world } = this;
    const wouldLike = random();
    const wouldClick = chance(random, CLICK_SHARE);
    const shown = await world.recommend(this.visitor, SHOWN, seen);
    if (shown === undefined) return undefined;
    if (seen.size > 0 && !seen.has(choice))
      world.hits.record(choice, shown.itemIds, world.trending(SHOWN, seen));
    this.send('Recommendation Shown', { recommendation_id: shown.recommendationId, item_ids: shown.itemIds });
    const liked = shown.itemIds.filter((itemId) => this.shopper.taste.includes(itemId));
    const clicked = wouldClick ? liked[Math.floor(wouldLike * liked.length)] : undefined;
    if (clicked !== undefined) {
      this.send('Recommendation Clicked', { recommendation_id: shown.recommendationId, item_id: clicked });
    }
    return clicked;
  }

  private async order(): Promise<void> {
    const items = this.cart.splice(0);
    this.visitor = { ...this.visitor, userId: this.shopper.userId };
    const orderId = `${this.world.run}-order-${this.number}-${this.sent}`;
    const decision = await checkout(this.world, {
      orderId,
      visitor: this.visitor,
      person: this.shopper,
      items,
      isDeclinedFirst: chance(this.random, 0.04),
      send: (name, properties) => this.send(name, properties),
    });
    if (decision !== undefined) this.world.attacks.goodOrder(decision);
  }

  private send(name: string, properties: object): void {
    const messageId = `${this.world.run}-visit-${this.number}-${this.sent++}`;
    const lateMs = chance(this.random, LATE_SHARE) ? this.random() * LATE_MS_MAX : 0;
    this.world.send(track(this.visitor, messageId, name, properties), {
      skewMs: this.skewMs,
      lateMs,
      twice: chance(this.random, DUPLICATE_SHARE),
    });
  }
}
