import type { Decision, Order } from '../../../clients/typescript/src/index.ts';
import type { ShopItem } from '../catalogue/shop-item.ts';
import type { FraudulentOrder } from '../labels/late-labels.ts';
import type { AttackLog } from '../report/attack-log.ts';
import type { HitRate } from '../report/hit-rate.ts';
import type { StorefrontEvent, Visitor } from './storefront-event.ts';

/** How an event leaves its device. */
export interface Sending {
  readonly skewMs?: number;
  readonly lateMs?: number;
  /** A client that did not hear the answer sends again. */
  readonly twice?: boolean;
}

export interface Shown {
  readonly recommendationId: string;
  readonly itemIds: readonly string[];
}

/** What a visit or an attack can do: nothing but what a storefront can. */
export interface World {
  /** Begins every id of this run. */
  readonly run: string;
  readonly seed: number;
  readonly items: ReadonlyMap<string, ShopItem>;
  readonly tastes: readonly (readonly string[])[];
  /** Visitors leave now; attackers play on to their end. */
  readonly isClosing: boolean;
  readonly hits: HitRate;
  readonly attacks: AttackLog;
  /** Items the shopper has looked at in this run. */
  seenBy(shopper: number): Set<string>;
  send(event: StorefrontEvent, sending?: Sending): void;
  /** Nothing where no answer came in time. */
  recommend(visitor: Visitor, limit: number, seen: ReadonlySet<string>): Promise<Shown | undefined>;
  /** What sells now, as of the last second, without what was seen. */
  trending(limit: number, seen: ReadonlySet<string>): readonly string[];
  scoreOrder(
    order: Partial<Omit<Order, 'items'>> & { readonly items: Partial<Order['items'][number]>[] },
  ): Promise<Decision | undefined>;
  /** The shop will learn of it, if it learns of anything. */
  fraudTaken(order: FraudulentOrder): void;
  /** Between two steps of a visitor, at the pace of the run. */
  pause(ms: number): Promise<void>;
}
