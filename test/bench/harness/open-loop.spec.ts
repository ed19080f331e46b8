import { describe, expect, it } from '@jest/globals';
import { runOpenLoop, type OpenLoopOptions } from './open-loop.ts';

/** A clock that only sleeping moves. */
function steppedClock() {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

const run = async (
  clock: ReturnType<typeof steppedClock>,
  send: OpenLoopOptions['send'],
): Promise<{ readonly latenciesMs: readonly number[]; readonly failures: number; readonly next: number }> => {
  const latenciesMs: number[] = [];
  let failures = 0;
  const next = await runOpenLoop(
    {
      requestsPerSecond: 100,
      seconds: 0.1,
      firstSequence: 5,
      send,
      answered: (_units, latencyMs) => latenciesMs.push(latencyMs),
      failed: () => (failures += 1),
    },
    clock,
  );
  return { latenciesMs, failures, next };
};

describe('an open loop', () => {
  it('starts each request when it is due and numbers them on', async () => {
    const clock = steppedClock();
    const startedAtMs: number[] = [];
    const sequences: number[] = [];
    const { next } = await run(clock, async (sequence) => {
      startedAtMs.push(clock.nowMs());
      sequences.push(sequence);
      return 1;
    });
    expect(startedAtMs).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(sequences).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(next).toBe(15);
  });

  it('charges a stall to every request that was due in it, not only to the one that stalled', async () => {
    const clock = steppedClock();
    let requests = 0;
    const { latenciesMs } = await run(clock, async () => {
      requests += 1;
      // The third answer holds everything up for 50 ms.
      if (requests === 3) clock.advance(50);
      return 1;
    });
    // A step of the clock may pass before an answer is seen.
    const inTensOfMs = latenciesMs.map((latencyMs) => Math.floor(latencyMs / 10)).sort((a, b) => b - a);
    expect(inTensOfMs).toEqual([5, 4, 3, 2, 1, 0, 0, 0, 0, 0]);
  });

  it('counts a failure and goes on', async () => {
    const { latenciesMs, failures } = await run(steppedClock(), async (sequence) => {
      if (sequence === 7) throw new Error('no');
      return 1;
    });
    expect([latenciesMs.length, failures]).toEqual([9, 1]);
  });
});
