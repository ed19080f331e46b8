import { pause } from '../backoff.ts';

/** Runs the work again and again, `everyMs` after it ended, until the signal is aborted. Never rejects. */
export async function periodically(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, signal);
    if (!signal.aborted) await work().catch(onError);
  }
}
