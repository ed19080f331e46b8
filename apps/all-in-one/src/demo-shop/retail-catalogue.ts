import type { RetailLine } from './clean-row.ts';
import { productTypeOf } from './product-type.ts';

/** A row of a product feed, in the attribute names of the Google Merchant feed. */
export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly availability: 'in_stock';
  readonly price: string;
  readonly product_type: string;
}

/** The catalogue as the sales show it: the newest title and price of every item sold. */
export function catalogueOf(linesInTimeOrder: Iterable<RetailLine>): FeedItem[] {
  const newest = new Map<string, RetailLine>();
  for (const line of linesInTimeOrder) {
    if (!line.cancelled && line.title !== '') newest.set(line.itemId, line);
  }
  return [...newest.values()].map((line) => ({
    id: line.itemId,
    title: line.title,
    availability: 'in_stock',
    price: `${(line.priceMinor / 100).toFixed(2)} GBP`,
    product_type: productTypeOf(line.title),
  }));
}
