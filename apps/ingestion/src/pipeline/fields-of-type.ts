import { Event, type EventType } from '#contracts';

/** Fields that every event has; each is filled by a step of its own. */
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['type', 'eventId', 'schemaVersion', 'shopId', 'userId', 'anonymousId', 'sessionId'],
  ...['eventTime', 'sentAt', 'receivedAt', 'source', 'context', 'consent'],
]);

/** The fields of each event type beside the envelope, read off the schemas. */
export const FIELDS_OF_TYPE: ReadonlyMap<EventType, readonly string[]> = new Map(
  Event.options.map((option) => [
    option.shape.type.value,
    Object.keys(option.shape).filter((field) => !ENVELOPE.has(field)),
  ]),
);
