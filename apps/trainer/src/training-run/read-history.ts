import type { EventType, ShopId } from '#contracts';
import type { EventArchive } from '#database';
import { DataSetBuilder, interactionsOf, OrderReplay, type OrderRow, type RecommenderDataSet } from '#ml';
import { IDENTITY_EVENT_TYPES, VisitorOwners } from './visitor-owners.ts';

/** What both models learn from. */
export interface TrainingHistory {
  readonly dataSet: RecommenderDataSet;
  /** In the order of their times. */
  readonly orders: readonly OrderRow[];
  /** Known outcomes by order id: true is fraud. */
  readonly labels: ReadonlyMap<string, boolean>;
}

/** Browsing without an item teaches neither model. */
const EVENT_TYPES_USED: readonly EventType[] = [
  'product_viewed',
  'product_added',
  'wishlist_added',
  'order_completed',
  'payment_attempted',
  'chargeback_received',
  'fraud_label_set',
  'signed_up',
  'logged_in',
  'login_failed',
  'account_updated',
];

/**
 * Reads a shop's archive as of a moment, page by page; what stays in memory is a few dozen bytes an event. Late events are
 * left out too, so that a run that reads again finds what it found before.
 */
export async function readHistory(
  archive: EventArchive,
  shopId: ShopId,
  asOfMs: number,
  onEvents: (eventsRead: number) => void,
): Promise<TrainingHistory> {
  const owners = new VisitorOwners();
  const span = { shopId, fromMs: 0, untilMs: asOfMs, receivedByMs: asOfMs };
  for await (const page of archive.readInTimeOrder({ ...span, types: IDENTITY_EVENT_TYPES })) {
    for (const event of page) owners.learn(event);
  }
  const builder = new DataSetBuilder();
  const replay = new OrderReplay();
  const orders: OrderRow[] = [];
  let eventsRead = 0;
  for await (const page of archive.readInTimeOrder({ ...span, types: EVENT_TYPES_USED })) {
    for (const event of page) {
      const owner = owners.ownerOf(event);
      for (const interaction of interactionsOf(event)) builder.add(owner, interaction);
      const order = replay.apply(event);
      if (order !== undefined) orders.push(order);
    }
    onEvents((eventsRead += page.length));
  }
  return { dataSet: builder.build(), orders, labels: replay.labels };
}
