/**
 * Every error Cartwise answers with, declared once. `grpcStatus` is the canonical name of the gRPC code;
 * `retriable` says whether the same request may succeed later. A retired code is never used again.
 */
export const ERRORS = {
  UNAUTHENTICATED: {
    message: 'The API key is missing or unknown.',
    grpcStatus: 'UNAUTHENTICATED',
    httpStatus: 401,
    retriable: false,
  },
  PERMISSION_DENIED: {
    message: 'The API key has a role that may not do this.',
    grpcStatus: 'PERMISSION_DENIED',
    httpStatus: 403,
    retriable: false,
  },
  REQUEST_INVALID_FIELD: {
    message: 'A field of the request is not valid.',
    grpcStatus: 'INVALID_ARGUMENT',
    httpStatus: 400,
    retriable: false,
  },
  REQUEST_MALFORMED: {
    message: 'The body is not what the content type says.',
    grpcStatus: 'INVALID_ARGUMENT',
    httpStatus: 400,
    retriable: false,
  },
  REQUEST_TOO_LARGE: {
    message: 'The request is over a documented limit.',
    grpcStatus: 'INVALID_ARGUMENT',
    httpStatus: 413,
    retriable: false,
  },
  NOT_FOUND: {
    message: 'There is no such thing.',
    grpcStatus: 'NOT_FOUND',
    httpStatus: 404,
    retriable: false,
  },
  CONFLICT: {
    message: 'It is not in the state this asks for.',
    grpcStatus: 'FAILED_PRECONDITION',
    httpStatus: 409,
    retriable: false,
  },
  OVERLOADED: {
    message: 'More is in flight than may be; try again after the time given.',
    grpcStatus: 'RESOURCE_EXHAUSTED',
    httpStatus: 429,
    retriable: true,
  },
  RATE_LIMITED: {
    message: 'The API key sends more than its rate; try again after the time given.',
    grpcStatus: 'RESOURCE_EXHAUSTED',
    httpStatus: 429,
    retriable: true,
  },
  UNAVAILABLE: {
    message: 'A part this needs does not answer now.',
    grpcStatus: 'UNAVAILABLE',
    httpStatus: 503,
    retriable: true,
  },
  INTERNAL: {
    message: 'A bug of ours; the log has the rest.',
    grpcStatus: 'INTERNAL',
    httpStatus: 500,
    retriable: false,
  },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An expected failure of a request. `field` is the path of the field at fault, such as "items[3].price". */
export class CartwiseError extends Error {
  override readonly name = 'CartwiseError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: { readonly reason: string; readonly field?: string; readonly retryAfterMs?: number },
    options?: ErrorOptions,
  ) {
    super(detail.field === undefined ? detail.reason : `${detail.field}: ${detail.reason}`, options);
  }
}

/** Why an event was rejected or dropped at a door. Each is also a label of a metric. */
export const EVENT_VERDICT_CODES = {
  EVENT_MALFORMED: 'The bytes are not a JSON object.',
  EVENT_UNKNOWN_TYPE: 'The type is neither ours nor a Segment or GA4 name we map.',
  EVENT_MISSING_FIELD: 'A required field is missing.',
  EVENT_INVALID_FIELD: 'A field has a wrong type or value.',
  EVENT_TOO_LARGE: 'The event is over 32 KB.',
  EVENT_TOO_DEEP: 'The event is nested deeper than 16 levels.',
  EVENT_NO_IDENTITY: 'Neither userId nor anonymousId is given.',
  EVENT_TIME_IN_FUTURE: 'The event time is more than 24 hours ahead after clock correction.',
  EVENT_TIME_TOO_OLD: 'The event time is more than 400 days back and the event is not marked historical.',
  EVENT_WRONG_KEY: 'The record key does not name a shop.',
  EVENT_DUPLICATE: 'This event id was taken before.',
  EVENT_BATCH_TOO_LARGE: 'The batch has more than 1,000 events.',
  EVENT_NOT_CONSENTED: 'The shopper refused analytics.',
  EVENT_BOT: 'The user agent is a known crawler.',
  EVENT_NOT_TRACKED: 'A Segment call that carries nothing Cartwise uses (alias, group, screen).',
  EVENT_POISON: 'A consumer failed on this event each time it tried.',
} as const;
export type EventVerdictCode = keyof typeof EVENT_VERDICT_CODES;
