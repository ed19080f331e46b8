import type { EventType } from '#contracts';
import { coerce } from './coerce.ts';
import { FieldReader } from './field-reader.ts';
import { FIELDS_OF_TYPE } from './fields-of-type.ts';
import { given, isJsonObject, joinPath } from './json.ts';
import { mapItem } from './map-item.ts';
import { readCall, type Call, type Container } from './read-call.ts';
import { deadLetter, ok, withFields, type Step } from './step.ts';

/** Types whose item is a line with a quantity. */
const LINE_TYPES: ReadonlySet<unknown> = new Set(['product_added', 'product_removed']);
/** Types of which one call is one item. */
const LIST_ONLY_TYPES: ReadonlySet<unknown> = new Set(['product_list_viewed']);

/** Fills the fields of the event's type from Segment's, GA4's or our own names. */
export const mapFields: Step = (draft, { shop }) => {
  for (const name of ['properties', 'params', 'traits']) {
    const holder = given(draft.sent, name);
    if (holder !== undefined && !isJsonObject(holder)) {
      return deadLetter('EVENT_INVALID_FIELD', 'must be an object', name);
    }
  }
  const call = readCall(draft.sent);
  const { containers } = call;
  const reader = new FieldReader(call.dialect);
  // nameEvent has put one of our types there.
  const type = draft.fields['type'] as EventType;
  const fieldNames = FIELDS_OF_TYPE.get(type) ?? [];
  const sentCurrency = coerce('currency', reader.take(containers, 'currency', 'currency'));
  const currency = typeof sentCurrency === 'string' ? sentCurrency : shop.currency;
  const mapped: Record<string, unknown> = {};
  let amounts = 0;
  for (const field of fieldNames) {
    if (field === 'item' || field === 'items' || field === 'currency') continue;
    if (field.endsWith('Minor')) {
      const { value } = reader.takeMoney(containers, field, field, currency);
      if (value !== undefined) amounts += 1;
      mapped[field] = value;
    } else {
      mapped[field] = coerce(field, reader.take(containers, field, field)) ?? draft.fields[field];
    }
  }
  if (fieldNames.includes('currency'))
    mapped['currency'] = sentCurrency ?? (amounts > 0 ? currency : undefined);
  if (fieldNames.includes('accepted')) mapped['accepted'] ??= true;
  if (fieldNames.includes('items')) {
    const items = reader.take(containers, 'items', 'items');
    mapped['items'] = mapItems(items, !LIST_ONLY_TYPES.has(type), currency, reader);
  }
  if (fieldNames.includes('item')) {
    const found = singleItem(call);
    if (found === 'several') {
      const path = joinPath(containers[0]?.path ?? '', 'items');
      return deadLetter('EVENT_INVALID_FIELD', `holds several items; a ${type} is of one`, path);
    }
    mapped['item'] =
      found && mapItem(found, { isLine: LINE_TYPES.has(type), ourPath: 'item', currency, reader });
  }
  return ok(withFields({ ...draft, sentPaths: reader.sentPaths }, mapped));
};

function mapItems(items: unknown, isLine: boolean, currency: string, reader: FieldReader): unknown {
  if (!Array.isArray(items)) return items;
  const sentPath = reader.sentPaths.get('items') ?? 'items';
  return items.map((item: unknown, index) => {
    if (!isJsonObject(item)) return item;
    const container = { object: item, path: joinPath(sentPath, index) };
    return mapItem(container, { isLine, ourPath: joinPath('items', index), currency, reader });
  });
}

/** Ours is an object of its own; GA4's a list of one; Segment's lies flat among the properties. */
function singleItem({ dialect, containers }: Call): Container | 'several' | undefined {
  for (const { object, path } of containers) {
    const { item, items = object['products'] } = object;
    if (isJsonObject(item)) return { object: item, path: joinPath(path, 'item') };
    if (Array.isArray(items) && items.length > 1) return 'several';
    const [only] = Array.isArray(items) ? (items as readonly unknown[]) : [];
    if (isJsonObject(only)) return { object: only, path: joinPath(joinPath(path, 'items'), 0) };
  }
  if (dialect === 'own') {
    return containers.find(
      ({ object }) => 'itemId' in object || 'item_id' in object || 'product_id' in object,
    );
  }
  return containers[0];
}
