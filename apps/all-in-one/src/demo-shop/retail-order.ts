import type { RetailLine } from './clean-row.ts';

/** An invoice or a cancellation with its cleaned lines. */
export interface RetailOrder {
  readonly invoiceNo: string;
  readonly timeMs: number;
  readonly customerId: string;
  readonly country: string;
  readonly cancelled: boolean;
  readonly lines: readonly RetailLine[];
}

/** Lines of one invoice together, in the order of time. */
export function groupOrders(lines: Iterable<RetailLine>): RetailOrder[] {
  const byInvoice = new Map<string, RetailLine[]>();
  for (const line of lines) {
    const order = byInvoice.get(line.invoiceNo);
    if (order) order.push(line);
    else byInvoice.set(line.invoiceNo, [line]);
  }
  const orders = [...byInvoice.values()].flatMap((orderLines) => {
    const [first] = orderLines;
    return first === undefined ? [] : [toOrder(first, orderLines)];
  });
  return orders.sort((a, b) => a.timeMs - b.timeMs || (a.invoiceNo < b.invoiceNo ? -1 : 1));
}

function toOrder(first: RetailLine, lines: readonly RetailLine[]): RetailOrder {
  const { invoiceNo, timeMs, customerId, country, cancelled } = first;
  return { invoiceNo, timeMs, customerId, country, cancelled, lines };
}
