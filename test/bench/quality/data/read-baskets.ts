import { parse } from 'csv-parse/sync';
import { readLines } from './read-lines.ts';

/** What one customer bought on one invoice: items by number, none twice, in the order of its lines. */
export interface Basket {
  readonly customer: string;
  readonly timeMs: number;
  readonly items: readonly number[];
}

interface Line {
  readonly InvoiceNo: string;
  readonly StockCode: string;
  readonly Quantity: string;
  readonly InvoiceDate: string;
  readonly CustomerID: string;
}

/** Five digits and perhaps letters; what is left is postage, fees, vouchers and adjustments. */
const PRODUCT_CODE = /^\d{5}[A-Z]*$/;

/**
 * Baskets of the Online Retail II files, in the order of time, by the protocol that we state for it: lines without a
 * customer, with a quantity of 0 or less, or with a code that is no product's are dropped. An invoice that two files have
 * is read from the first.
 */
export async function readBaskets(folder: string, files: readonly string[]): Promise<readonly Basket[]> {
  const items = new Map<string, number>();
  const invoices = new Map<string, { readonly customer: string; timeMs: number; items: Set<number> }>();
  for (const file of files) {
    const before = new Set(invoices.keys());
    // Minutes such as "2009-12-01 07:45".
    const lines: readonly Line[] = parse((await readLines(folder, file)).join('\n'), { columns: true });
    for (const line of lines) {
      const code = line.StockCode.toUpperCase();
      if (before.has(line.InvoiceNo) || !isSale(line) || !PRODUCT_CODE.test(code)) continue;
      const item = items.get(code) ?? items.size;
      items.set(code, item);
      const invoice = invoices.get(line.InvoiceNo) ?? {
        customer: line.CustomerID,
        timeMs: Date.parse(`${line.InvoiceDate.replace(' ', 'T')}Z`),
        items: new Set<number>(),
      };
      invoices.set(line.InvoiceNo, invoice);
      invoice.items.add(item);
    }
  }
  return [...invoices.values()]
    .map((invoice) => ({ ...invoice, items: [...invoice.items] }))
    .sort((a, b) => a.timeMs - b.timeMs);
}

const isSale = ({ CustomerID, Quantity }: Line): boolean => Number(CustomerID) > 0 && Number(Quantity) > 0;
