import type { AttributeValue } from '#contracts';
import type { ListedItem } from '../../catalogue/shop-catalogue.ts';
import { liesBelow } from '../lies-below.ts';
import type { ItemField } from './item-fields.ts';

export type ItemPredicate = (item: ListedItem) => boolean;

/** The predicate of a whole expression, and how that was written. */
export type Expression = ItemPredicate & { readonly text: string };
export type Literal = string | number | boolean;
export type Operator = '=' | '<' | '<=' | '>' | '>=';

/** Product types whose verdict one predicate remembers; a shop has fewer. */
const VERDICTS_MAX = 10_000;

/**
 * Whether the item's value stands in this relation to the literal, or a message that says why the two do not go
 * together. An item that does not have the field is in no relation to anything.
 */
export function compare(
  field: ItemField,
  operator: Operator,
  literal: Literal,
  text: string,
): ItemPredicate | string {
  switch (field.kind) {
    case 'category':
    case 'text': {
      if (typeof literal !== 'string') return 'is text: compare it with a text in quotes';
      if (operator !== '=') return `is text: "${operator}" compares numbers`;
      if (field.kind === 'text' && field.values?.includes(literal) === false) {
        return `is one of ${field.values.join(', ')}`;
      }
      const isExact = field.kind === 'text' && field.exact === true;
      return isExact ? (item) => field.read(item) === literal : equals(field.read, literal);
    }
    case 'amount': {
      if (typeof literal !== 'number') return 'is an amount: compare it with a number';
      // The point is moved in the text: 19.99 * 100 is 1998.9999999999998.
      const minor = Number(`${text}e${field.digits}`);
      return (item) => holds(field.read(item), operator, minor);
    }
    case 'attribute':
      return compareAttribute(field.read, operator, literal);
  }
}

/** Whether the item's category is this or lies below it. */
export function isUnder(field: ItemField, path: string): ItemPredicate | string {
  if (field.kind !== 'category') return 'is no category: only that can lie under another';
  const verdicts = new Map<string, boolean>();
  return (item) => {
    const category = field.read(item);
    if (category === undefined) return false;
    let verdict = verdicts.get(category);
    if (verdict === undefined) {
      if (verdicts.size >= VERDICTS_MAX) verdicts.clear();
      verdicts.set(category, (verdict = liesBelow(category, path)));
    }
    return verdict;
  };
}

/** A feed without types has all values as text, so that the literal says how an item's value is read. */
function compareAttribute(
  read: (item: ListedItem) => AttributeValue | undefined,
  operator: Operator,
  literal: Literal,
): ItemPredicate | string {
  if (typeof literal === 'number') return (item) => holds(numberOf(read(item)), operator, literal);
  if (operator !== '=') return `"${operator}" compares with a number`;
  return equals((item) => textOf(read(item)), String(literal));
}

function equals(read: (item: ListedItem) => string | undefined, literal: string): ItemPredicate {
  const wanted = literal.toLowerCase();
  return (item) => read(item)?.toLowerCase() === wanted;
}

function holds(value: number | undefined, operator: Operator, literal: number): boolean {
  if (value === undefined) return false;
  switch (operator) {
    case '=':
      return value === literal;
    case '<':
      return value < literal;
    case '<=':
      return value <= literal;
    case '>':
      return value > literal;
    case '>=':
      return value >= literal;
  }
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

const textOf = (value: AttributeValue | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
