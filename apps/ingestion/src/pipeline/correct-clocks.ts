import { firstGiven } from './map-envelope.ts';
import { given, type JsonObject } from './json.ts';
import { parseTime } from './parse-time.ts';
import { deadLetter, ok, type Step } from './step.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FUTURE_MAX_MS = DAY_MS;
/** A little over a year, so that last year's season can still arrive. */
const AGE_MAX_MS = 400 * DAY_MS;

/**
 * Sets the three clocks. With the time of sending known, a wrong clock of the sender's is corrected as Segment does it:
 * the event is as old as the sender says it was when sent (receivedAt - (sentAt - timestamp)).
 *
 * A time over 400 days back, or over 24 hours ahead, is a dead letter: kept with its reason, never lost. History may be
 * of any age, and only who `mayLoadHistory` can send it: otherwise any page could rewrite a shopper's past.
 */
export const correctClocks: Step = ({ sent }, arrival) => {
  const { receivedAt } = arrival;
  const historical = arrival.historical || sent['historical'] === true;
  if (historical && !arrival.mayLoadHistory) {
    return deadLetter('EVENT_INVALID_FIELD', 'asks for a key with the role server', 'historical');
  }
  const [timeName, timeSent] = firstGiven(sent, TIME_NAMES);
  const [sentAtName, sentAtSent] = firstGiven(sent, SENT_AT_NAMES);
  const time = readTime(timeName, timeSent);
  const sentAt = parseTime(sentAtSent ?? arrival.sentAt);
  if (timeSent !== undefined && time === undefined) {
    return deadLetter('EVENT_INVALID_FIELD', 'is neither ISO 8601 nor ms since 1970', timeName);
  }
  if (sentAtSent !== undefined && sentAt === undefined) {
    return deadLetter('EVENT_INVALID_FIELD', 'is neither ISO 8601 nor ms since 1970', sentAtName);
  }
  const delayMs = time === undefined || sentAt === undefined ? undefined : sentAt - time;
  const isCorrectable = delayMs !== undefined && delayMs >= 0 && !historical && !isOurs(sent);
  const eventTime = isCorrectable ? receivedAt - delayMs : (time ?? receivedAt);
  if (eventTime - receivedAt > FUTURE_MAX_MS) {
    return deadLetter('EVENT_TIME_IN_FUTURE', 'is more than 24 hours ahead', timeName);
  }
  if (receivedAt - eventTime > AGE_MAX_MS && !historical) {
    return deadLetter('EVENT_TIME_TOO_OLD', 'is more than 400 days back', timeName);
  }
  return ok({ eventTime: Math.max(eventTime, 0), sentAt: sentAt ?? receivedAt, receivedAt });
};

const TIME_NAMES = [
  'eventTime',
  'event_time',
  'originalTimestamp',
  'timestamp',
  'timestamp_micros',
] as const satisfies [string, ...string[]];

const SENT_AT_NAMES = ['sentAt', 'sent_at'] as const;

function readTime(name: string, value: unknown): number | undefined {
  if (name === 'timestamp_micros') return typeof value === 'number' ? parseTime(value / 1000) : undefined;
  return parseTime(value);
}

/** An event that carries receivedAt has been through here: its time is already corrected. */
const isOurs = (sent: JsonObject) => given(sent, 'receivedAt') !== undefined;
