import type { ShopId } from '#contracts';
import type { ConcentrationRow } from '#database';
import {
  binsOf,
  decodeOrderCounts,
  encodeOrderCounts,
  findConcentrations,
  groupIntoIncidents,
  OrderCounts,
  type Concentration,
  type Incident,
} from '#ml';
import { WATCHED_ORDER_COLUMNS } from './watched-order-columns.ts';
import type { WatchedOrder } from './watched-order.ts';

interface Watched {
  readonly counts: OrderCounts;
  incidents: readonly Incident[];
}

/** The counts of orders in hand while a batch or a whole archive is folded into them, and what is found in them. */
export class OrderWatch {
  private readonly shops = new Map<ShopId, Watched>();

  constructor(rows: readonly ConcentrationRow[]) {
    for (const { shopId, body, incidents } of rows) {
      this.shops.set(shopId, { counts: decodeOrderCounts(body, WATCHED_ORDER_COLUMNS.length), incidents });
    }
  }

  /** Counts an order without a look at it. */
  count(order: WatchedOrder): void {
    this.shopOf(order).counts.add(order.timeMs, binsOfOrder(order));
  }

  /** Counts an order; where it begins an incident, what it has in common with too many others. */
  judge(order: WatchedOrder): readonly Concentration[] {
    const shop = this.shopOf(order);
    const bins = binsOfOrder(order);
    const found = findConcentrations(shop.counts, WATCHED_ORDER_COLUMNS, order.timeMs, bins);
    shop.counts.add(order.timeMs, bins);
    if (found.length === 0) return [];
    const names = found.map(({ column, bin }) => `${WATCHED_ORDER_COLUMNS[column]?.name ?? ''}/${bin}`);
    const { incidents, isNew } = groupIntoIncidents(shop.incidents, names, order.timeMs);
    shop.incidents = incidents;
    return isNew ? found : [];
  }

  rows(): readonly ConcentrationRow[] {
    return [...this.shops].map(([shopId, { counts, incidents }]) => ({
      shopId,
      body: encodeOrderCounts(counts),
      incidents,
    }));
  }

  private shopOf({ event: { shopId } }: WatchedOrder): Watched {
    const shop = this.shops.get(shopId) ?? {
      counts: OrderCounts.empty(WATCHED_ORDER_COLUMNS.length),
      incidents: [],
    };
    this.shops.set(shopId, shop);
    return shop;
  }
}

const binsOfOrder = (order: WatchedOrder): readonly (readonly number[])[] =>
  WATCHED_ORDER_COLUMNS.map((column) => binsOf(column, order));
