import type { LoopClock } from './open-loop.ts';
import type { REFUSED, Sender } from './sender.ts';

export interface ClosedLoopOptions {
  readonly concurrency: number;
  send(sequence: number): ReturnType<Sender['send']>;
  answered(answer: number | typeof REFUSED, latencyMs: number): void;
  failed(error: unknown): void;
}

/** After this many failures in a row there is nothing to measure. */
const FAILURES_IN_A_ROW_MAX = 100;

/** Keeps `concurrency` requests under way until the signal says stop: the most the server can do. */
export async function runClosedLoop(
  options: ClosedLoopOptions,
  clock: Pick<LoopClock, 'nowMs'>,
  signal: AbortSignal,
): Promise<void> {
  let sequence = 0;
  let failuresInARow = 0;
  const work = async () => {
    while (!signal.aborted && failuresInARow < FAILURES_IN_A_ROW_MAX) {
      const startMs = clock.nowMs();
      try {
        const answer = await options.send(sequence++);
        options.answered(answer, clock.nowMs() - startMs);
        failuresInARow = 0;
      } catch (error) {
        options.failed(error);
        failuresInARow += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
}
