import { AttributeName, currencyDigits, ItemAvailability, type AttributeValue } from '#contracts';
import type { ListedItem } from '../../catalogue/shop-catalogue.ts';

/** What an expression may ask of an item. */
export type ItemField =
  /** Compared without regard to case, unless it is an id; `values` are the only ones there are. */
  | {
      readonly kind: 'text';
      readonly read: (item: ListedItem) => string | undefined;
      readonly exact?: true;
      readonly values?: readonly string[];
    }
  | { readonly kind: 'category'; readonly read: (item: ListedItem) => string | undefined }
  /** In minor units; an expression has it in major ones, of so many digits. */
  | {
      readonly kind: 'amount';
      readonly read: (item: ListedItem) => number | undefined;
      readonly digits: number;
    }
  | { readonly kind: 'attribute'; readonly read: (item: ListedItem) => AttributeValue | undefined };

const ATTRIBUTE = 'attribute.';

const FIXED: ReadonlyMap<string, ItemField> = new Map<string, ItemField>([
  ['availability', { kind: 'text', read: (item) => item.availability, values: ItemAvailability.options }],
  ['brand', { kind: 'text', read: (item) => item.brand }],
  ['category', { kind: 'category', read: (item) => item.productType }],
  ['group', { kind: 'text', exact: true, read: (item) => item.itemGroupId }],
  ['id', { kind: 'text', exact: true, read: (item) => item.id }],
  ['seller', { kind: 'text', exact: true, read: (item) => item.sellerId }],
]);

const FIELD_NAMES = [...FIXED.keys(), 'price', `${ATTRIBUTE}NAME`].sort().join(', ');

/** What an expression is read for. */
export interface FieldContext {
  /** ISO 4217, of the shop. An item with a price in another has none here. */
  readonly currency: string;
  /** Whether an item of the shop has, or had, an attribute of this name. */
  readonly knowsAttribute: (name: string) => boolean;
}

/** The field of a name, or why it is none. */
export function findField(name: string, { currency, knowsAttribute }: FieldContext): ItemField | string {
  if (name === 'price') {
    return { kind: 'amount', digits: currencyDigits(currency), read: (item) => priceOf(item, currency) };
  }
  if (name.startsWith(ATTRIBUTE)) {
    const attribute = name.slice(ATTRIBUTE.length);
    if (!AttributeName.safeParse(attribute).success)
      return `"${attribute}" cannot be the name of an attribute`;
    if (!knowsAttribute(attribute)) return `no item has the attribute "${attribute}"`;
    return { kind: 'attribute', read: (item) => item.attributes?.[attribute] };
  }
  const field = FIXED.get(name);
  if (field !== undefined) return field;
  return `there is no field "${name}"; fields are ${FIELD_NAMES}`;
}

/** What it costs now. */
function priceOf(item: ListedItem, currency: string): number | undefined {
  const price = item.salePrice ?? item.price;
  return price?.currency === currency ? price.amountMinor : undefined;
}
