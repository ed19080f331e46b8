import { Event, type EventType } from '#contracts';
import type { Columns } from './compile-template.ts';
import type { Mapping } from './mapping.ts';

/** A row as (a line of) an event, or why it is none. */
export type MappedRow =
  { readonly kind: 'line'; readonly line: MappedLine } | { readonly kind: 'junk'; readonly reason: string };

export interface MappedLine {
  readonly type: EventType;
  /** Of the event, without its items. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly item: Columns;
  /** Lines beside each other with the same are of one event; undefined is an event of its own. */
  readonly group: string | undefined;
}

/** Types that have a list of items. */
const LIST_TYPES: ReadonlySet<EventType> = new Set(typesWith('items'));
export const hasItems = (type: EventType): boolean => LIST_TYPES.has(type);

/** Turns one row into a line of an event, as the mapping says. Pure. */
export function mapRow(mapping: Mapping, row: Columns): MappedRow {
  for (const { value, matches, matchesNot, reason } of mapping.skip) {
    const text = value.fill(row);
    if (matches?.test(text) === true || matchesNot?.test(text) === false) return junk(reason);
  }
  const type = typeOf(mapping, row);
  if (type === undefined) return junk('the type is not in the mapping');
  const eventTime = mapping.time.parse(mapping.time.from.fill(row));
  if (eventTime === undefined) return junk('the time is not in the format of the mapping');
  const own = { ...fill(mapping.event, row), ...fill(mapping.only[type] ?? {}, row) };
  const guest = own['userId'] === undefined ? fill(mapping.guest, row) : {};
  const fields = { type, eventTime, ...own, ...guest };
  const group = hasItems(type) ? mapping.groupBy?.fill(row) : undefined;
  return { kind: 'line', line: { type, fields, item: fill(mapping.item, row), group } };
}

const junk = (reason: string): MappedRow => ({ kind: 'junk', reason });

const TYPES: ReadonlyMap<string, EventType> = new Map(
  Event.options.map((option) => [option.shape.type.value, option.shape.type.value]),
);

function typeOf({ type: { from, values } }: Mapping, row: Columns): EventType | undefined {
  const value = from.fill(row);
  if (values === undefined) return TYPES.get(value);
  return Object.hasOwn(values, value) ? values[value] : undefined;
}

function typesWith(field: string): EventType[] {
  return Event.options.filter((option) => field in option.shape).map((option) => option.shape.type.value);
}

function fill(fields: Mapping['event'], row: Columns): Columns {
  const filled: Record<string, string> = {};
  for (const name in fields) {
    const text = fields[name]?.fill(row) ?? '';
    if (text !== '') filled[name] = text;
  }
  return filled;
}
