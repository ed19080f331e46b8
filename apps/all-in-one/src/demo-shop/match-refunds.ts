import type { RetailLine } from './clean-row.ts';
import type { RetailOrder } from './retail-order.ts';

/** Goods of one order sent back by one cancellation. */
export interface RetailRefund {
  readonly cancellation: RetailOrder;
  readonly order: RetailOrder;
  readonly lines: readonly RetailLine[];
}

export interface MatchedRefunds {
  readonly refunds: readonly RetailRefund[];
  /** Cancelled lines whose order is not in the data (it is older than the file) or was sent back already. */
  readonly unmatchedLines: number;
}

/** Pieces of an item in an order that nobody has sent back yet. */
interface OpenLine {
  readonly order: RetailOrder;
  quantityLeft: number;
}

/**
 * Finds the order each cancelled line belongs to: the same customer's newest earlier order that holds the item at the
 * same price with at least that many pieces left. `orders` are in the order of time.
 */
export function matchRefunds(orders: readonly RetailOrder[]): MatchedRefunds {
  const open = new Map<string, OpenLine[]>();
  const refunds: RetailRefund[] = [];
  let unmatchedLines = 0;
  for (const order of orders) {
    if (!order.cancelled) {
      remember(open, order);
      continue;
    }
    const linesByOrder = new Map<RetailOrder, RetailLine[]>();
    for (const line of order.lines) {
      const origin = takeOrigin(open, line);
      if (origin === undefined) unmatchedLines++;
      else linesByOrder.set(origin, [...(linesByOrder.get(origin) ?? []), line]);
    }
    for (const [origin, lines] of linesByOrder) refunds.push({ cancellation: order, order: origin, lines });
  }
  return { refunds, unmatchedLines };
}

const openKey = (line: RetailLine) => `${line.customerId}/${line.itemId}/${line.priceMinor}`;

function remember(open: Map<string, OpenLine[]>, order: RetailOrder): void {
  // Without a customer nothing says whose order a cancellation is about.
  if (order.customerId === '') return;
  for (const line of order.lines) {
    const openLine = { order, quantityLeft: line.quantity };
    const lines = open.get(openKey(line));
    if (lines) lines.push(openLine);
    else open.set(openKey(line), [openLine]);
  }
}

function takeOrigin(open: Map<string, OpenLine[]>, line: RetailLine): RetailOrder | undefined {
  const origin = open.get(openKey(line))?.findLast((candidate) => candidate.quantityLeft >= line.quantity);
  if (origin === undefined) return undefined;
  origin.quantityLeft -= line.quantity;
  return origin.order;
}
