/** One event, as JSON. Segment's own limit, which its clients keep to. */
export const EVENT_BYTES_MAX = 32 * 1024;
/** Objects and lists around a value; real events nest 4 or 5 deep. */
export const EVENT_DEPTH_MAX = 16;

/** One batch, at any door, unpacked. Segment's own limit, which its clients keep to. */
export const BATCH_BYTES_MAX = 500 * 1024;
/** As many as 500 KB of usual events are, and what one transaction of a consumer takes. */
export const BATCH_EVENTS_MAX = 1_000;

/** Events whose senders wait for an answer: twenty full batches, some 10 MB and seconds of work, at most. */
export const EVENTS_IN_FLIGHT_MAX = 20_000;
