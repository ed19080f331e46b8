import { idText } from './coerce.ts';
import { given, objectAt } from './json.ts';
import { deadLetter, ok, type Step } from './step.ts';

export const EVENT_ID_NAMES = ['eventId', 'event_id', 'messageId'] as const;
export const SESSION_ID_NAMES = ['sessionId', 'session_id'] as const;

/** Fills what says which event this is, of which shop, and how it came. */
export const mapEnvelope: Step = ({ sent }, arrival) => {
  const shopId = given(sent, 'shopId');
  if (shopId !== undefined && shopId !== arrival.shop.id) {
    return deadLetter('EVENT_INVALID_FIELD', 'is not the shop this came for', 'shopId');
  }
  const [, eventId] = firstGiven(sent, EVENT_ID_NAMES);
  const [, ownSessionId] = firstGiven(sent, SESSION_ID_NAMES);
  const sessionId =
    ownSessionId ??
    given(objectAt(sent, 'context'), 'sessionId') ??
    given(objectAt(sent, 'properties'), 'session_id') ??
    given(objectAt(sent, 'params'), 'ga_session_id');
  return ok({
    eventId: idText(eventId) ?? arrival.newEventId(),
    schemaVersion: 1,
    shopId: arrival.shop.id,
    sessionId: idText(sessionId),
    source: arrival.historical || sent['historical'] === true ? 'import' : arrival.source,
  });
};

/** The first of these names that has a value, and the value; the first name where none has. */
export function firstGiven(
  object: Readonly<Record<string, unknown>>,
  names: readonly [string, ...(readonly string[])],
): readonly [name: string, value: unknown] {
  for (const name of names) {
    const value = given(object, name);
    if (value !== undefined) return [name, value];
  }
  return [names[0], undefined];
}
