import { CartwiseError } from '#contracts';
import { EVENTS_IN_FLIGHT_MAX } from '../limits.ts';

/** Let in at any time: twice the largest batch, so that a door that was idle can take one more beside it. */
export const EVENTS_ALWAYS_LET_IN = 2_000;
const BUCKET_MS = 100;
const BUCKETS = 10;
const RETRY_AFTER_MS = 1_000;

/**
 * Batches whose senders wait for an answer. As many events may wait as were answered within the last second, and
 * EVENTS_ALWAYS_LET_IN more: whoever is let in waits for about a second (Little's law), however slow the log is, and
 * the rest is told at once. A longer queue would only make everyone late.
 */
export class WaitingBatches {
  #events = 0;
  /** Events answered in each tenth of the last second; the tenth of a time is at its number modulo BUCKETS. */
  readonly #answered = Array.from({ length: BUCKETS }, () => 0);
  #bucket = 0;

  constructor(private readonly nowMs: () => number) {}

  /** Answers what to call when the batch is answered. Throws OVERLOADED instead of letting it wait too long. */
  enter(events: number): () => void {
    const eventsMax = Math.min(EVENTS_ALWAYS_LET_IN + this.#answeredLastSecond(), EVENTS_IN_FLIGHT_MAX);
    if (this.#events + events > eventsMax) {
      throw new CartwiseError('OVERLOADED', {
        reason: `${this.#events} events are waiting already`,
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    this.#events += events;
    return () => {
      this.#events -= events;
      this.#forgetOld();
      this.#answered[this.#bucket % BUCKETS] = (this.#answered[this.#bucket % BUCKETS] ?? 0) + events;
    };
  }

  #answeredLastSecond(): number {
    this.#forgetOld();
    return this.#answered.reduce((sum, events) => sum + events, 0);
  }

  /** Empties the tenths of a second that began since the last look. */
  #forgetOld(): void {
    const bucket = Math.floor(this.nowMs() / BUCKET_MS);
    for (let next = Math.max(this.#bucket + 1, bucket - BUCKETS + 1); next <= bucket; next++) {
      this.#answered[next % BUCKETS] = 0;
    }
    this.#bucket = bucket;
  }
}
