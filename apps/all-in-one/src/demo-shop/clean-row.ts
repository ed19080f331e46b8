import type { RetailRow } from './retail-row.ts';

export type DropReason =
  | 'postage, fee or test instead of a product'
  | 'not a sale (stock adjustment)'
  | 'price is zero or negative'
  | 'price is absurd'
  | 'quantity is absurd'
  | 'cancellation without an order';

/** A line that means something: pieces of a product sold, or sent back. */
export interface RetailLine {
  readonly invoiceNo: string;
  readonly timeMs: number;
  readonly customerId: string;
  readonly country: string;
  readonly itemId: string;
  readonly title: string;
  /** Positive; `cancelled` says which way the goods went. */
  readonly quantity: number;
  readonly priceMinor: number;
  readonly cancelled: boolean;
}

export type CleanedRow =
  | { readonly kind: 'line'; readonly line: RetailLine }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

/** Products have five digits and up to three letters; POST, BANK CHARGES, TEST001, gift vouchers … do not. */
const PRODUCT_CODE = /^\d{5}[A-Z]{0,3}$/;
/** The dearest piece of furniture is 125; above are amounts typed into the price column (car flags at 1,157). */
const PRICE_MAX = 250;
/** A wholesale order of one item; above are typing errors, cancelled the same day. */
const QUANTITY_MAX = 10_000;

export function cleanRow(row: RetailRow): CleanedRow {
  const itemId = row.stockCode.trim().toUpperCase();
  const cancelled = row.invoiceNo.startsWith('C');
  if (!PRODUCT_CODE.test(itemId)) return dropped('postage, fee or test instead of a product');
  // Goods only come in on a cancellation and only go out on an invoice; the rest is stock-keeping.
  if (row.quantity === 0 || cancelled !== row.quantity < 0) return dropped('not a sale (stock adjustment)');
  if (!(row.unitPrice > 0)) return dropped('price is zero or negative');
  if (row.unitPrice > PRICE_MAX) return dropped('price is absurd');
  if (Math.abs(row.quantity) > QUANTITY_MAX) return dropped('quantity is absurd');
  return {
    kind: 'line',
    line: {
      invoiceNo: row.invoiceNo,
      timeMs: Date.parse(`${row.invoiceDate.replace(' ', 'T')}:00Z`),
      customerId: row.customerId,
      country: row.country,
      itemId,
      title: row.description,
      quantity: Math.abs(row.quantity),
      priceMinor: Math.round(row.unitPrice * 100),
      cancelled,
    },
  };
}

function dropped(reason: DropReason): CleanedRow {
  return { kind: 'dropped', reason };
}
