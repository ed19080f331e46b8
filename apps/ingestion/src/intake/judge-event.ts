import { randomUUID } from 'node:crypto';
import type { RejectedEvent } from '#contracts';
import { EVENT_BYTES_MAX } from '../limits.ts';
import { given, type JsonObject } from '../pipeline/json.ts';
import type { RawEvent } from '../pipeline/parse-object.ts';
import { maskPersonalJson, maskPersonalText } from '../pipeline/mask-personal-text.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import type { Arrival, DeadLetter } from '../pipeline/step.ts';
import type { Judgement } from './judgement.ts';

/** Puts one event through the pipeline; whether it was taken before is not asked here. */
export function judgeEvent(raw: RawEvent, arrival: Arrival, stage: string): Judgement {
  const outcome = runPipeline(raw, arrival);
  if (outcome.kind === 'event') return { kind: 'accepted', event: outcome.event };
  const eventId = sentEventId(outcome.sent) ?? arrival.newEventId();
  if (outcome.kind === 'drop') {
    return { kind: 'dropped', eventId, code: outcome.code, message: outcome.message };
  }
  const body = outcome.sent ? replayableBody(outcome.sent, eventId, arrival) : maskedBody(raw);
  return { kind: 'rejected', eventId, record: rejectedEvent(outcome, { eventId, stage, arrival, body }) };
}

function sentEventId(sent: JsonObject | undefined): string | undefined {
  if (!sent) return undefined;
  const id = given(sent, 'eventId') ?? given(sent, 'event_id') ?? given(sent, 'messageId');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** The event as its sender's, without personal data, and with what only the batch around it said. */
function replayableBody(sent: JsonObject, eventId: string, { sentAt, historical }: Arrival): Uint8Array {
  const body = {
    ...sent,
    ...(sentEventId(sent) === undefined ? { eventId } : {}),
    ...(sentAt === undefined || given(sent, 'sentAt') !== undefined ? {} : { sentAt }),
    ...(historical ? { historical } : {}),
  };
  return Buffer.from(JSON.stringify(body));
}

/** What is no readable object can be looked at, but hardly replayed; nobody can tell where in it personal data stands. */
function maskedBody(raw: RawEvent): Uint8Array {
  const text = 'bytes' in raw ? Buffer.from(raw.bytes).toString() : safeJson(raw.json);
  // Masked before it is cut: the half of an address is not known for one.
  return Buffer.from(maskPersonalJson(text).slice(0, EVENT_BYTES_MAX));
}

function safeJson(json: unknown): string {
  try {
    return JSON.stringify(json) ?? '';
  } catch (error) {
    // Thousands of levels deep: JSON.stringify runs out of stack where JSON.parse did not.
    if (error instanceof RangeError) return '';
    throw error;
  }
}

function rejectedEvent(
  { code, field, message }: DeadLetter,
  about: {
    readonly eventId: string;
    readonly stage: string;
    readonly arrival: Arrival;
    readonly body: Uint8Array;
  },
): RejectedEvent {
  return {
    rejectedId: randomUUID(),
    shopId: about.arrival.shop.id,
    eventId: about.eventId,
    stage: about.stage,
    code,
    // Either may quote a name that the sender gave a field.
    ...(field === undefined ? {} : { field: maskPersonalText(field) }),
    message: maskPersonalText(message),
    // Hashes in the place of personal data can make it a little longer than it came.
    bodyBase64: Buffer.from(about.body.subarray(0, 2 * EVENT_BYTES_MAX)).toString('base64'),
    receivedAt: about.arrival.receivedAt,
  };
}
