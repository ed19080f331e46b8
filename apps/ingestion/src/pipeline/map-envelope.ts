import { idText } from './coerce.ts';
import { given, objectAt } from './json.ts';
import { deadLetter, ok, withFields, type Step } from './step.ts';

/** Fills what says which event this is, of which shop, and how it came. */
export const mapEnvelope: Step = (draft, arrival) => {
  const { sent } = draft;
  const shopId = given(sent, 'shopId');
  if (shopId !== undefined && shopId !== arrival.shop.id) {
    return deadLetter('EVENT_INVALID_FIELD', 'is not the shop this came for', 'shopId');
  }
  const [eventIdName, eventId] = firstGiven(sent, ['eventId', 'event_id', 'messageId']);
  const [sessionIdName, sessionId] = firstGiven(sent, ['sessionId', 'session_id']);
  const elsewhere =
    given(objectAt(sent, 'context'), 'sessionId') ??
    given(objectAt(sent, 'properties'), 'session_id') ??
    given(objectAt(sent, 'params'), 'ga_session_id');
  const sentPaths = new Map(draft.sentPaths);
  sentPaths.set('eventId', eventIdName).set('sessionId', sessionIdName);
  return ok(
    withFields(
      { ...draft, sentPaths },
      {
        eventId: idText(eventId) ?? arrival.newEventId(),
        schemaVersion: 1,
        shopId: arrival.shop.id,
        sessionId: idText(sessionId ?? elsewhere),
        source: arrival.historical || sent['historical'] === true ? 'import' : arrival.source,
      },
    ),
  );
};

/** The first of these names that has a value, and the value; the first name where none has. */
export function firstGiven(
  object: Readonly<Record<string, unknown>>,
  names: readonly [string, ...(readonly string[])],
): readonly [name: string, value: unknown] {
  const name = names.find((one) => given(object, one) !== undefined) ?? names[0];
  return [name, given(object, name)];
}
