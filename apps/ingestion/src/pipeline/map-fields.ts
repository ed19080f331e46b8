import type { EventType } from '#contracts';
import type { Shop } from '#service';
import { fieldOf } from './field.ts';
import { FieldReader } from './field-reader.ts';
import { fieldsOfType } from './fields-of-type.ts';
import { given, isJsonObject, joinPath, type JsonObject } from './json.ts';
import { mapItem } from './map-item.ts';
import type { Call, Container } from './read-call.ts';
import { deadLetter, ok, type Draft, type Step, type StepResult } from './step.ts';

const CURRENCY = fieldOf('currency');
const ITEMS = fieldOf('items');
/** Types whose item is a line with a quantity. */
const LINE_TYPES: ReadonlySet<unknown> = new Set(['product_added', 'product_removed']);
/** Types of which one call is one item. */
const LIST_ONLY_TYPES: ReadonlySet<unknown> = new Set(['product_list_viewed']);
/** What may hold an event's fields. */
const HOLDERS = ['properties', 'params', 'traits'] as const;

/** Fills the fields of the event's type from Segment's, GA4's or our own names. */
export const mapFields: Step = (draft, { shop }) => {
  for (const name of HOLDERS) {
    const holder = given(draft.sent, name);
    if (holder !== undefined && !isJsonObject(holder)) {
      return deadLetter('EVENT_INVALID_FIELD', 'must be an object', name);
    }
  }
  return readFields(draft, shop, new FieldReader(draft.call.dialect));
};

/** The fields as `reader` finds them. */
export function readFields({ call, fields }: Draft, shop: Shop, reader: FieldReader): StepResult<JsonObject> {
  const { containers } = call;
  // nameEvent has put one of our types there.
  const type = fields['type'] as EventType;
  const { named, hasItem, hasItems, hasCurrency, hasAccepted } = fieldsOfType(type);
  const sentCurrency = CURRENCY.coerce(reader.take(containers, CURRENCY));
  const currency = typeof sentCurrency === 'string' ? sentCurrency : shop.currency;
  const mapped: Record<string, unknown> = {};
  let amounts = 0;
  for (const field of named) {
    if (field.isMoney) {
      const { value } = reader.takeMoney(containers, field, currency);
      if (value === undefined) continue;
      amounts += 1;
      mapped[field.name] = value;
    } else {
      const value = reader.take(containers, field);
      if (value !== undefined) mapped[field.name] = field.coerce(value);
    }
  }
  if (hasCurrency) mapped['currency'] = sentCurrency ?? (amounts > 0 ? currency : undefined);
  if (hasAccepted) mapped['accepted'] ??= fields['accepted'] ?? true;
  if (hasItems) {
    mapped['items'] = mapItems(reader.take(containers, ITEMS), {
      isLine: !LIST_ONLY_TYPES.has(type),
      currency,
      reader,
    });
  }
  if (hasItem) {
    const found = singleItem(call);
    if (found === 'several') {
      const path = joinPath(containers[0]?.path ?? '', 'items');
      return deadLetter('EVENT_INVALID_FIELD', `holds several items; a ${type} is of one`, path);
    }
    mapped['item'] =
      found && mapItem(found, { isLine: LINE_TYPES.has(type), ourPath: 'item', currency, reader });
  }
  return ok(mapped);
}

function mapItems(
  items: unknown,
  how: { readonly isLine: boolean; readonly currency: string; readonly reader: FieldReader },
): unknown {
  if (!Array.isArray(items)) return items;
  const sentPath = how.reader.sentPathOf('items');
  return items.map((item: unknown, index) => {
    if (!isJsonObject(item)) return item;
    const container = { object: item, path: joinPath(sentPath, index) };
    return mapItem(container, { ...how, ourPath: joinPath('items', index) });
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
