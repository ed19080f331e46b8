import type { Event, EventType, ShopId } from '#contracts';
import type { EventArchive } from '#database';
import {
  DataSetBuilder,
  interactionsOf,
  KnownOrder,
  LabelBook,
  labelOfEvent,
  OrderReplay,
  type OrderRow,
  SessionBook,
  type RecommenderDataSet,
} from '#ml';
import { IDENTITY_EVENT_TYPES, VisitorOwners } from './visitor-owners.ts';

/** What both models learn from. */
export interface TrainingHistory {
  readonly dataSet: RecommenderDataSet;
  /** In the order in which they became known. */
  readonly orders: readonly OrderRow[];
  /** Until then: what was received or known later is not in it. */
  readonly asOfMs: number;
  /** What the events say of orders. */
  readonly labels: LabelBook;
  readonly sessions: SessionBook;
}

/** A search teaches only what a session looks like; a checkout says that a cart was filled. */
const EVENT_TYPES_USED: readonly EventType[] = [
  'product_viewed',
  'products_searched',
  'product_added',
  'wishlist_added',
  'checkout_started',
  'order_completed',
  'payment_attempted',
  'chargeback_received',
  'fraud_label_set',
  'order_refunded',
  'order_cancelled',
  'signed_up',
  'logged_in',
  'login_failed',
  'account_updated',
];

/** Most of the history, and nothing to a replay of orders. */
const BROWSING: ReadonlySet<EventType> = new Set<EventType>([
  'product_viewed',
  'products_searched',
  'wishlist_added',
]);

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
  const known = new KnownOrder();
  const labels = new LabelBook(asOfMs);
  const sessions = new SessionBook();
  const orders: OrderRow[] = [];
  let eventsRead = 0;
  for await (const page of archive.readInTimeOrder({ ...span, types: EVENT_TYPES_USED })) {
    for (const event of page) {
      const owner = owners.ownerOf(event);
      for (const interaction of interactionsOf(event)) builder.add(owner, interaction);
      sessions.add(event);
      if (BROWSING.has(event.type)) continue;
      const label = labelOfEvent(event);
      if (label !== undefined) labels.add(label);
      for (const each of known.add(event)) orders.push(...rowOf(replay, each));
    }
    onEvents((eventsRead += page.length));
  }
  for (const each of known.rest()) orders.push(...rowOf(replay, each));
  return { dataSet: builder.build(), orders, labels, sessions, asOfMs };
}

/** A row for an order, none for anything else. */
function rowOf(replay: OrderReplay, event: Event): readonly OrderRow[] {
  const row = replay.apply(event);
  return row === undefined ? [] : [row];
}
