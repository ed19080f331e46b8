import type { REFUSED, Sender } from './sender.ts';

/** The clock and the timer of a loop; a test brings its own. */
export interface LoopClock {
  nowMs(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Bounds the memory when the server stops answering; the schedule then waits, and latencies go on counting. */
const OUTSTANDING_MAX = 20_000;
/** Timers are not finer than this. */
const TICK_MS = 1;

export interface OpenLoopOptions {
  readonly requestsPerSecond: number;
  readonly seconds: number;
  /** Numbers the requests from here. */
  readonly firstSequence: number;
  send(sequence: number): ReturnType<Sender['send']>;
  answered(answer: number | typeof REFUSED, latencyMs: number): void;
  failed(error: unknown): void;
}

/**
 * Starts requests on a fixed schedule, however slow the answers are. A latency runs from when its request was due, not
 * from when it could be sent, so that a server that stalls is charged for everyone who would have waited (no
 * "coordinated omission", Gil Tene). Resolves to the next free sequence number when every answer is in.
 */
export async function runOpenLoop(options: OpenLoopOptions, clock: LoopClock): Promise<number> {
  const startMs = clock.nowMs();
  const requests = Math.round(options.requestsPerSecond * options.seconds);
  const dueMs = (index: number) => startMs + (index * 1000) / options.requestsPerSecond;
  const outstanding = new Set<Promise<void>>();
  const start = (index: number) => {
    const request = options
      .send(options.firstSequence + index)
      .then((answer) => options.answered(answer, clock.nowMs() - dueMs(index)), options.failed);
    outstanding.add(request);
    void request.finally(() => outstanding.delete(request));
  };
  for (let index = 0; index < requests; index++) {
    while (dueMs(index) > clock.nowMs()) await clock.sleep(TICK_MS);
    while (outstanding.size >= OUTSTANDING_MAX) await clock.sleep(TICK_MS);
    start(index);
  }
  await Promise.all(outstanding);
  return options.firstSequence + requests;
}
