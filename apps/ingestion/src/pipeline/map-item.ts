import { EventItem } from '#contracts';
import { coerce } from './coerce.ts';
import type { FieldReader } from './field-reader.ts';
import { given, joinPath } from './json.ts';
import type { Container } from './read-call.ts';

const TEXT_FIELDS = Object.keys(EventItem.unwrap().shape).filter(
  (field) => field !== 'priceMinor' && field !== 'currency',
);
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
  const put = (field: string, value: unknown) => {
    if (value !== undefined) item[field] = value;
  };
  for (const field of TEXT_FIELDS) {
    put(field, coerce(field, reader.take(containers, field, joinPath(ourPath, field))));
  }
  const ownCurrency = coerce('currency', reader.take(containers, 'currency', joinPath(ourPath, 'currency')));
  const currency = typeof ownCurrency === 'string' ? ownCurrency : how.currency;
  const price = reader.takeMoney(containers, 'priceMinor', joinPath(ourPath, 'priceMinor'), currency);
  put('priceMinor', price.value);
  put('currency', ownCurrency ?? (price.converted ? currency : undefined));
  put('category', withLowerLevels(item['category'], container));
  if (how.isLine) {
    put(
      'quantity',
      coerce('quantity', reader.take(containers, 'quantity', joinPath(ourPath, 'quantity'))) ?? 1,
    );
  }
  return item;
}

/** "Home" and item_category2 "Mugs" are "Home > Mugs". */
function withLowerLevels(category: unknown, { object }: Container): unknown {
  if (typeof category !== 'string') return category;
  const lower = GA4_CATEGORY_LEVELS.map((name) => given(object, name)).filter(
    (level) => typeof level === 'string',
  );
  return [category, ...lower].join(' > ');
}
