import { isJsonObject } from '../pipeline/json.ts';
import { normaliseAttribute } from './normalise-attribute.ts';

/** A column of a table, or an element of XML, that is an attribute of the shop's own: "attribute.colour". */
const PREFIX = 'attribute.';
/** Attributes of the Google Merchant feed that mean nothing to us and may mean much to a shop. */
const TAKEN = new Set([
  ...[0, 1, 2, 3, 4].map((label) => `custom_label_${label}`),
  'adult',
  'age_group',
  'color',
  'condition',
  'gender',
  'material',
  'pattern',
  'size',
]);

/**
 * The attributes an item has beside those we know, by name: the object "attributes", what is named "attribute.NAME",
 * and those of the Google Merchant feed that shops divide their items by. Undefined where it has none.
 */
export function customAttributes(given: ReadonlyMap<string, unknown>): unknown {
  const own = given.get('attributes');
  if (own !== undefined && own !== '' && own !== null && !isJsonObject(own)) return own;
  const named = [
    ...[...given].flatMap(([name, value]) =>
      TAKEN.has(name)
        ? [[name, value] as const]
        : name.startsWith(PREFIX)
          ? [[name.slice(PREFIX.length), value] as const]
          : [],
    ),
    ...Object.entries(isJsonObject(own) ? own : {}).map(
      ([name, value]) => [normaliseAttribute(name), value] as const,
    ),
  ];
  const filled = named
    .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
    .filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
