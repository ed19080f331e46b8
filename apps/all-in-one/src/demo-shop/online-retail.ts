import { cleanRow, type DropReason, type RetailLine } from './clean-row.ts';
import { matchRefunds } from './match-refunds.ts';
import { catalogueOf, type FeedItem } from './retail-catalogue.ts';
import { orderEvents, refundEvent, type SentEvent } from './retail-events.ts';
import { groupOrders } from './retail-order.ts';
import type { RetailRow } from './retail-row.ts';

const WEEK_MS = 7 * 86_400_000;

export interface OnlineRetail {
  readonly items: readonly FeedItem[];
  /** In the order of time. */
  readonly events: readonly SentEvent[];
  readonly rows: number;
  readonly dropped: ReadonlyMap<DropReason, number>;
}

/**
 * Turns the invoice lines of the file into a shop's catalogue and events. All times move forward by the same whole
 * number of weeks, so that the last order is less than a week before `nowMs` and weekdays stay weekdays.
 */
export async function prepareOnlineRetail(
  rows: AsyncIterable<RetailRow>,
  nowMs: number,
): Promise<OnlineRetail> {
  const dropped = new Map<DropReason, number>();
  const count = (reason: DropReason, lines: number) =>
    dropped.set(reason, (dropped.get(reason) ?? 0) + lines);
  const lines: RetailLine[] = [];
  let rowCount = 0;
  for await (const row of rows) {
    rowCount++;
    const cleaned = cleanRow(row);
    if (cleaned.kind === 'line') lines.push(cleaned.line);
    else count(cleaned.reason, 1);
  }
  const orders = groupOrders(lines);
  const { refunds, unmatchedLines } = matchRefunds(orders);
  if (unmatchedLines > 0) count('cancellation without an order', unmatchedLines);
  const shiftMs = wholeWeeksUntil(nowMs, orders.at(-1)?.timeMs ?? nowMs);
  const events = [
    ...orders.filter((order) => !order.cancelled).flatMap((order) => orderEvents(order, shiftMs)),
    ...refunds.map((refund) => refundEvent(refund, shiftMs)),
  ].sort((a, b) => a.eventTime - b.eventTime);
  return { items: catalogueOf(orders.flatMap((order) => order.lines)), events, rows: rowCount, dropped };
}

function wholeWeeksUntil(nowMs: number, lastMs: number): number {
  return Math.floor((nowMs - lastMs) / WEEK_MS) * WEEK_MS;
}
