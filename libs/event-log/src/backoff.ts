import { setTimeout as sleep } from 'node:timers/promises';

/** Doubling waits: the first is `initialMs`, none is longer than `maxMs`. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** From "the connection blinked" to "the database is being replaced". */
export const DEFAULT_BACKOFF: Backoff = { initialMs: 20, maxMs: 5_000 };

/** Waits before try number `attempt` (from 1), half of it at random so that members do not march in step. */
export async function backOff(attempt: number, backoff: Backoff, signal: AbortSignal): Promise<void> {
  const capped = Math.min(backoff.maxMs, backoff.initialMs * 2 ** Math.min(attempt - 1, 30));
  await pause(capped / 2 + (Math.random() * capped) / 2, signal);
}

/** Resolves after the time, or at once when the signal is aborted; never rejects. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await sleep(durationMs, undefined, { signal }).catch(() => undefined);
}
