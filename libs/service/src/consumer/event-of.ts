import { TOPICS, type Event } from '#contracts';
import type { LogRecord } from '#event-log';

/** An entry lives as long as its record, whose number the log bounds. */
const decoded = new WeakMap<LogRecord, Event>();

/**
 * The event of a record of events.v1. Consumer groups of one process may be handed the same record: it is decoded for
 * the first of them, and all share what came out, which nobody may change. Throws on bytes that are no event.
 */
export function eventOf(record: LogRecord): Event {
  const known = decoded.get(record);
  if (known !== undefined) return known;
  const event = TOPICS.events.codec.decode(record.value ?? new Uint8Array());
  decoded.set(record, event);
  return event;
}
