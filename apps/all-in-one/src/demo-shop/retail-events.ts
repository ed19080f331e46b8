import { countryCode } from './country-code.ts';
import type { RetailLine } from './clean-row.ts';
import type { RetailRefund } from './match-refunds.ts';
import { productTypeOf } from './product-type.ts';
import type { RetailOrder } from './retail-order.ts';

/** An event as a sender would send it, before any door has looked at it. */
export type SentEvent = Readonly<Record<string, unknown>> & { readonly eventTime: number };

/** Lines in one event; a longer order is sent in parts, so that each stays under the limit of 32 KB. */
const LINES_PER_EVENT = 200;

/** What a customer bought, as order_completed. Buyers without an account are visitors of one anonymous session. */
export function orderEvents(order: RetailOrder, shiftMs: number): SentEvent[] {
  const lines = mergeLines(order.lines);
  const parts = Math.ceil(lines.length / LINES_PER_EVENT);
  return Array.from({ length: parts }, (_, part) => {
    const orderId = part === 0 ? order.invoiceNo : `${order.invoiceNo}-${part + 1}`;
    const items = lines.slice(part * LINES_PER_EVENT, (part + 1) * LINES_PER_EVENT);
    return {
      type: 'order_completed',
      eventId: `online-retail:${orderId}`,
      ...buyer(order),
      eventTime: order.timeMs + shiftMs,
      orderId,
      items: items.map(lineItem),
      totalMinor: totalMinor(items),
      currency: 'GBP',
      billingCountry: countryCode(order.country),
      shippingCountry: countryCode(order.country),
    };
  });
}

/** What a customer sent back, as order_refunded of the order it came from. */
export function refundEvent(refund: RetailRefund, shiftMs: number): SentEvent {
  const refundId = `${refund.cancellation.invoiceNo}/${refund.order.invoiceNo}`;
  const lines = mergeLines(refund.lines);
  return {
    type: 'order_refunded',
    eventId: `online-retail:${refundId}`,
    ...buyer(refund.cancellation),
    eventTime: refund.cancellation.timeMs + shiftMs,
    orderId: refund.order.invoiceNo,
    refundId,
    amountMinor: totalMinor(lines),
    currency: 'GBP',
    items: lines.map(lineItem),
  };
}

function buyer(order: RetailOrder): Readonly<Record<string, string>> {
  if (order.customerId !== '') return { userId: order.customerId };
  return { anonymousId: `invoice-${order.invoiceNo}`, sessionId: `invoice-${order.invoiceNo}` };
}

/** An item listed twice at one price is one line with the pieces added up. */
function mergeLines(lines: readonly RetailLine[]): RetailLine[] {
  const merged = new Map<string, RetailLine>();
  for (const line of lines) {
    const key = `${line.itemId}/${line.priceMinor}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, quantity: known.quantity + line.quantity } : line);
  }
  return [...merged.values()];
}

function lineItem(line: RetailLine): Readonly<Record<string, unknown>> {
  return {
    itemId: line.itemId,
    category: productTypeOf(line.title),
    priceMinor: line.priceMinor,
    currency: 'GBP',
    quantity: line.quantity,
  };
}

function totalMinor(lines: readonly RetailLine[]): number {
  return lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
}
