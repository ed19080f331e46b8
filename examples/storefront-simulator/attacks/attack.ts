import { Decision } from '../../../clients/typescript/src/index.ts';
import type { ShopItem } from '../catalogue/shop-item.ts';
import { below, pick, randomOf, type Random } from '../random.ts';
import { checkout, type Purchase } from '../shoppers/checkout.ts';
import { USER_AGENTS } from '../shoppers/shopper.ts';
import { totalMinor, track, type Visitor } from '../traffic/storefront-event.ts';
import type { World } from '../traffic/world.ts';

export const ATTACK_KINDS = [
  'card-testing',
  'stolen-card',
  'account-takeover',
  'promo-abuse',
  'scraping',
  'fresh-account-burst',
] as const;
export type AttackKind = (typeof ATTACK_KINDS)[number];

/** Who finds out, in time, that an order was fraud: whose card it was, or the shop, where nobody else is robbed. */
export type DisputedBy = 'cardholder' | 'shop';

/** Plays one attack; `events` is about how many it sends. */
export interface AttackScript {
  readonly events: number;
  run(attack: Attack): Promise<void>;
}

/** One attack under way. Every id in it begins with its own, which is how an alert is known to be about it. */
export class Attack {
  readonly id: string;
  readonly random: Random;
  private sent = 0;
  private orders = 0;

  constructor(
    readonly world: World,
    readonly kind: AttackKind,
    readonly number: number,
  ) {
    this.id = `${world.run}-${kind}-${number}`;
    this.random = randomOf(world.seed, kind, number);
    world.attacks.begin(kind, this.id);
  }

  /** A device, an address and a browser of the attack's own. */
  visitor(name: string, userId?: string): Visitor {
    const [a, b, c] = [below(this.random, 256), below(this.random, 256), 1 + below(this.random, 254)];
    return {
      userId,
      anonymousId: `${this.id}-visitor-${name}`,
      deviceId: `${this.id}-device-${name}`,
      ip: `172.${16 + (a % 16)}.${b}.${c}`,
      userAgent: pick(this.random, USER_AGENTS),
    };
  }

  send(visitor: Visitor, name: string, properties: object): void {
    this.world.send(track(visitor, `${this.id}-event-${this.sent++}`, name, properties));
  }

  item(): ShopItem {
    const itemId = pick(this.random, pick(this.random, this.world.tastes));
    const item = this.world.items.get(itemId);
    if (item === undefined) throw new Error('a taste has only items that are sold');
    return item;
  }

  /** `disputedBy` finds out later that it was fraud, if the shop takes it. */
  async order(purchase: Omit<Purchase, 'orderId' | 'send'>, disputedBy: DisputedBy): Promise<void> {
    const orderId = `${this.id}-order-${this.orders++}`;
    const decision = await checkout(this.world, {
      ...purchase,
      orderId,
      send: (name, properties) => this.send(purchase.visitor, name, properties),
    });
    if (decision !== undefined) this.world.attacks.attackOrder(this.id, decision);
    if (decision === Decision.DECISION_DECLINE) return;
    const { visitor, items } = purchase;
    this.world.fraudTaken({ orderId, amountMinor: totalMinor(items), visitor, disputedBy });
  }
}
