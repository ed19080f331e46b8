import { EventContext } from '#contracts';
import { isJsonObject, given, objectAt, type JsonObject } from './json.ts';
import { deadLetter, ok, type Step } from './step.ts';

/** Most characters of each field of the context, from its schema. */
const LENGTH_MAX: ReadonlyMap<string, number> = new Map(
  Object.entries(EventContext.unwrap().shape).map(([field, schema]) => [
    field,
    schema.unwrap().maxLength ?? Number.POSITIVE_INFINITY,
  ]),
);

/**
 * Fills the context from our own names or Segment's nested ones. It is what the browser says of itself, so a text over
 * its limit is cut, not refused: no order is lost over a long referrer.
 */
export const mapContext: Step = ({ sent }) => {
  const sentContext = given(sent, 'context');
  if (sentContext !== undefined && !isJsonObject(sentContext)) {
    return deadLetter('EVENT_INVALID_FIELD', 'must be an object', 'context');
  }
  const context: Record<string, unknown> = {};
  const values = found(sent, sentContext ?? {});
  for (const field in values) {
    const value = values[field];
    if (value === undefined) continue;
    context[field] = typeof value === 'string' ? cut(value, LENGTH_MAX.get(field) ?? 0) : value;
  }
  return ok({ context });
};

function found(sent: JsonObject, context: JsonObject): JsonObject {
  const page = objectAt(context, 'page');
  const device = objectAt(context, 'device');
  const campaign = given(context, 'campaign');
  const parameters = objectAt(sent, 'params');
  return {
    ipHash: given(context, 'ipHash') ?? given(sent, 'ipHash'),
    ipPrefix: given(context, 'ipPrefix') ?? given(sent, 'ipPrefix'),
    userAgent: given(context, 'userAgent') ?? given(context, 'user_agent'),
    locale: given(context, 'locale'),
    timezone: given(context, 'timezone'),
    pageUrl: given(context, 'pageUrl') ?? given(page, 'url') ?? given(parameters, 'page_location'),
    referrer:
      textOf(given(context, 'referrer'), 'url') ??
      given(page, 'referrer') ??
      given(parameters, 'page_referrer'),
    campaign: textOf(campaign, 'name'),
    deviceId: given(context, 'deviceId') ?? given(device, 'id'),
    deviceType: given(context, 'deviceType') ?? given(device, 'type'),
    appVersion: given(context, 'appVersion') ?? given(objectAt(context, 'app'), 'version'),
  };
}

/** Ours is text, Segment's an object that has it under a name. */
const textOf = (value: unknown, name: string): unknown => (isJsonObject(value) ? given(value, name) : value);

/** The first characters, never ending in half a surrogate pair. */
const cut = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : text.slice(0, lengthMax).replace(/\p{Surrogate}$/u, '');
