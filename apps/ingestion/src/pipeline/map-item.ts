import { EventItem } from '#contracts';
import { fieldOf } from './field.ts';
import type { FieldReader } from './field-reader.ts';
import { given, type JsonObject } from './json.ts';
import type { Container } from './read-call.ts';

const PRICE = fieldOf('priceMinor');
const CURRENCY = fieldOf('currency');
const QUANTITY = fieldOf('quantity');
const OTHER_FIELDS = Object.keys(EventItem.unwrap().shape)
  .filter((name) => name !== PRICE.name && name !== CURRENCY.name)
  .map(fieldOf);
/** GA4 names the levels below item_category so. */
const GA4_CATEGORY_LEVELS = ['item_category2', 'item_category3', 'item_category4', 'item_category5'] as const;

/** One item of an event, or one line of a cart, in our fields. */
export function mapItem(
  container: Container,
  how: {
    readonly isLine: boolean;
    readonly ourPath: string;
    /** Of prices whose item names none. */
    readonly currency: string;
    readonly reader: FieldReader;
  },
): Record<string, unknown> {
  const { reader, ourPath } = how;
  const containers = [container];
  const item: Record<string, unknown> = {};
  for (const field of OTHER_FIELDS) {
    const value = reader.take(containers, field, ourPath);
    if (value !== undefined) item[field.name] = field.coerce(value);
  }
  const category = item['category'];
  if (typeof category === 'string') item['category'] = withLowerLevels(category, container.object);
  const ownCurrency = CURRENCY.coerce(reader.take(containers, CURRENCY, ourPath));
  const currency = typeof ownCurrency === 'string' ? ownCurrency : how.currency;
  const price = reader.takeMoney(containers, PRICE, currency, ourPath);
  if (price.value !== undefined) item['priceMinor'] = price.value;
  const itemCurrency = ownCurrency ?? (price.converted ? currency : undefined);
  if (itemCurrency !== undefined) item['currency'] = itemCurrency;
  if (how.isLine) item['quantity'] = QUANTITY.coerce(reader.take(containers, QUANTITY, ourPath)) ?? 1;
  return item;
}

/** "Home" and item_category2 "Mugs" are "Home > Mugs". */
function withLowerLevels(category: string, object: JsonObject): string {
  let levels = category;
  for (const name of GA4_CATEGORY_LEVELS) {
    const lower = given(object, name);
    if (typeof lower === 'string') levels += ` > ${lower}`;
  }
  return levels;
}
