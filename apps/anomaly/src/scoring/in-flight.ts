import { CartwiseError } from '#contracts';

/** When whoever was refused may try again: most of what was in flight has ended by then. */
const RETRY_AFTER_MS = 1_000;

/** Bounds how much work of one kind is unfinished. Work that its caller no longer waits for counts until it ends. */
export class InFlight {
  private unfinished = 0;

  constructor(
    private readonly what: string,
    private readonly max: number,
  ) {}

  /** Runs the work, or rejects with OVERLOADED where `max` are unfinished. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.unfinished >= this.max) {
      throw new CartwiseError('OVERLOADED', {
        reason: `${this.max} ${this.what} are in flight, which is all that may be`,
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    this.unfinished += 1;
    try {
      return await work();
    } finally {
      this.unfinished -= 1;
    }
  }
}
