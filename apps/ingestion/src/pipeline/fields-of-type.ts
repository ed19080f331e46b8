import { Event, type EventType } from '#contracts';
import { fieldOf, type Field } from './field.ts';

/** Fields that every event has; each is filled by a step of its own. */
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['type', 'eventId', 'schemaVersion', 'shopId', 'userId', 'anonymousId', 'sessionId'],
  ...['eventTime', 'sentAt', 'receivedAt', 'source', 'context', 'consent'],
]);
/** Fields that are read otherwise than by their name alone. */
const OWN_WAY: ReadonlySet<string> = new Set(['item', 'items', 'currency']);

/** What is read of an event of one type beside the envelope. */
export interface TypeFields {
  /** Those that are read by their name, money among them. */
  readonly named: readonly Field[];
  readonly hasItem: boolean;
  readonly hasItems: boolean;
  readonly hasCurrency: boolean;
  /** Whether the shop took a coupon. */
  readonly hasAccepted: boolean;
}

/** Of each event type, read off the schemas. */
const FIELDS_OF_TYPE: ReadonlyMap<EventType, TypeFields> = new Map(
  Event.options.map((option) => [option.shape.type.value, fieldsOf(Object.keys(option.shape))]),
);

function fieldsOf(names: readonly string[]): TypeFields {
  return {
    named: names.filter((name) => !ENVELOPE.has(name) && !OWN_WAY.has(name)).map(fieldOf),
    hasItem: names.includes('item'),
    hasItems: names.includes('items'),
    hasCurrency: names.includes('currency'),
    hasAccepted: names.includes('accepted'),
  };
}

export function fieldsOfType(type: EventType): TypeFields {
  const fields = FIELDS_OF_TYPE.get(type);
  if (fields === undefined) throw new TypeError(`the event union has no ${type}`);
  return fields;
}
