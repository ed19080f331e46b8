import { CartwiseError } from '#contracts';
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX } from '../../limits.ts';
import { given, isJsonObject, type JsonObject } from '../../pipeline/json.ts';
import type { RawEvent } from '../../pipeline/parse-object.ts';

/** A body of an event door, read but not judged. */
export interface SentBatch {
  readonly events: readonly RawEvent[];
  readonly writeKey?: string;
  readonly sentAt?: unknown;
  readonly historical: boolean;
}

/** Reads the body of a batch call. Throws REQUEST_MALFORMED or REQUEST_TOO_LARGE. */
export function readBatch(body: unknown): SentBatch {
  const object = readBody(body);
  const events = given(object, 'batch') ?? given(object, 'events');
  if (!Array.isArray(events)) {
    throw new CartwiseError('REQUEST_MALFORMED', { field: 'batch', reason: 'must be a list of events' });
  }
  if (events.length > BATCH_EVENTS_MAX) {
    throw new CartwiseError('REQUEST_TOO_LARGE', {
      field: 'batch',
      reason: `has ${events.length} events; at most ${BATCH_EVENTS_MAX} may come at once`,
    });
  }
  refuseBytesOver(BATCH_BYTES_MAX, body);
  const context = given(object, 'context');
  return {
    ...whatIsAround(object),
    events: (events as readonly unknown[]).map((event) => ({ json: withContext(event, context) })),
  };
}

/** Reads the body of a single call. Throws REQUEST_MALFORMED or REQUEST_TOO_LARGE. */
export function readCallBody(call: string, body: unknown): SentBatch {
  refuseBytesOver(BATCH_BYTES_MAX, body);
  const object = readBody(body);
  const { writeKey: _, ...event } = object;
  return { ...whatIsAround(object), events: [{ json: { ...event, type: call } }] };
}

function readBody(body: unknown): JsonObject {
  const object = parse(body);
  if (isJsonObject(object)) return object;
  throw new CartwiseError('REQUEST_MALFORMED', { reason: 'the body is not a JSON object' });
}

function parse(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body, which may hold personal data.
    return undefined;
  }
}

function refuseBytesOver(bytesMax: number, body: unknown): void {
  const bytes = Buffer.isBuffer(body) ? body.byteLength : 0;
  if (bytes <= bytesMax) return;
  throw new CartwiseError('REQUEST_TOO_LARGE', {
    reason: `the body has ${bytes} bytes; at most ${bytesMax} may come at once`,
  });
}

function whatIsAround(object: JsonObject): Omit<SentBatch, 'events'> {
  const writeKey = given(object, 'writeKey');
  const sentAt = given(object, 'sentAt');
  return {
    ...(typeof writeKey === 'string' ? { writeKey } : {}),
    ...(sentAt === undefined ? {} : { sentAt }),
    historical: object['historical'] === true,
  };
}

/** What Segment's batch says once holds for each event that says nothing of it. */
function withContext(event: unknown, context: unknown): unknown {
  if (context === undefined || !isJsonObject(event) || given(event, 'context') !== undefined) return event;
  return { ...event, context };
}
