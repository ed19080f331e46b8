/** Names that Segment's e-commerce events and GA4 give to our fields, beside the snake_case of our own name. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['itemId', ['product_id', 'item_id', 'sku', 'id']],
  ['itemIds', ['product_ids']],
  ['title', ['name', 'item_name']],
  ['brand', ['item_brand']],
  ['category', ['item_category']],
  ['variant', ['item_variant']],
  ['position', ['index']],
  ['items', ['products']],
  ['orderId', ['transaction_id']],
  ['query', ['search_term']],
  ['listId', ['item_list_id']],
  ['coupon', ['coupon_id', 'coupon_name']],
  ['name', ['title', 'page_title']],
  ['reason', ['failure_reason']],
  ['method', ['payment_method']],
]);

/** Decimal amounts that stand for our amounts in minor units. */
const DECIMAL_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['priceMinor', ['price']],
  ['totalMinor', ['total', 'value', 'revenue']],
  ['amountMinor', ['amount', 'total', 'value', 'revenue']],
  ['discountMinor', ['discount']],
]);

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Where a field is looked for: our own name, its snake_case, then what others call it. */
export const namesOf = (field: string): readonly string[] => [
  ...new Set([field, snakeCase(field), ...(OTHER_NAMES.get(field) ?? [])]),
];

export function decimalNamesOf(field: string): readonly string[] {
  return DECIMAL_NAMES.get(field) ?? [];
}

/** What another dialect would have called a field that it left out. */
export const foreignNameOf = (field: string): string =>
  decimalNamesOf(field)[0] ?? OTHER_NAMES.get(field)?.[0] ?? snakeCase(field);
