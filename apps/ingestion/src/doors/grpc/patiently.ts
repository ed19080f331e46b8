import { setTimeout as sleep } from 'node:timers/promises';
import { CartwiseError, ERRORS } from '#contracts';

/** For a failure that does not say how long to wait. */
const WAIT_MS = 1_000;
/** Streams refused together do not come back together. */
const JITTER_SHARE = 0.25;

export interface Patience {
  /** What would take longer in all than this fails with its reason. */
  readonly patienceMs: number;
  /** Ends the waiting with an AbortError. */
  readonly signal: AbortSignal;
}

/** Tries again after each failure that may pass, waiting as long as it asks for. */
export async function patiently<Result>(
  { patienceMs, signal }: Patience,
  attempt: () => Result | Promise<Result>,
): Promise<Result> {
  const giveUpAtMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CartwiseError) || !ERRORS[error.code].retriable) throw error;
      const waitMs = (error.detail.retryAfterMs ?? WAIT_MS) * (1 + Math.random() * JITTER_SHARE);
      if (performance.now() + waitMs > giveUpAtMs) throw error;
      await sleep(waitMs, undefined, { signal });
    }
  }
}
