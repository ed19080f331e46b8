import type { EventOf, EventType, ShopId } from '#contracts';
import type { EventArchive } from '#database';
import { KnownOrder, OrderReplay, occurredAtMs, orderOf, type Aggregates } from '#ml';

/** An order of the past, with what was counted of its entities just before it became known. */
export interface ReplayedOrder {
  readonly event: EventOf<'order_completed'>;
  readonly aggregates: Aggregates;
  readonly timeMs: number;
}

/** What counts for orders, or is one. */
const EVENT_TYPES_USED: readonly EventType[] = [
  'product_added',
  'checkout_started',
  'order_completed',
  'payment_attempted',
  'chargeback_received',
  'signed_up',
  'logged_in',
  'login_failed',
  'account_updated',
];

/**
 * A shop's orders that were placed in [fromMs, untilMs), each once, in the order in which they became known. The archive is
 * read from its beginning: what an order meets is what had been counted by then, late events as late as they were.
 */
export async function* replayOrders(
  archive: Pick<EventArchive, 'readInTimeOrder'>,
  shopId: ShopId,
  span: { readonly fromMs: number; readonly untilMs: number },
  onTime: (eventTimeMs: number) => void = () => undefined,
): AsyncGenerator<ReplayedOrder> {
  const known = new KnownOrder();
  const replay = new OrderReplay();
  const seen = new Set<string>();
  const take = function* (events: Iterable<Parameters<OrderReplay['learn']>[0]>): Generator<ReplayedOrder> {
    for (const event of events) {
      if (event.type === 'order_completed' && !seen.has(event.orderId)) {
        const timeMs = occurredAtMs(event);
        if (timeMs >= span.fromMs && timeMs < span.untilMs) {
          seen.add(event.orderId);
          yield { event, aggregates: replay.aggregatesOf(orderOf(event).entities), timeMs };
        }
      }
      replay.learn(event);
    }
  };
  const range = { shopId, fromMs: 0, untilMs: span.untilMs, types: EVENT_TYPES_USED };
  for await (const page of archive.readInTimeOrder(range)) {
    for (const event of page) yield* take(known.add(event));
    onTime(page.at(-1)?.eventTime ?? 0);
  }
  yield* take(known.rest());
}
