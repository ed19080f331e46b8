import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { createLogger } from '#service';
import { RetrainSchedule } from './retrain-schedule.ts';
import { TrainingDue } from './training-due.ts';
import { TrainingInterval } from './training-interval.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LAST_MS = 1_764_000_000_000;
const silent = createLogger({ service: 'test', level: 'silent' });

describe('the schedule of trainings', () => {
  let latest: () => Promise<EpochMs | undefined>;
  let now: number;
  /** Why each run ran. */
  let runs: (string | undefined)[];
  let drift: string | undefined;
  let measured: number;

  const dueEvery = (everyMs: number, watchesDrift: boolean) => {
    const interval = new TrainingInterval({ latest: () => latest() }, ['demo' as ShopId], everyMs);
    const watch = {
      reason: async () => {
        measured += 1;
        return drift;
      },
    };
    return new TrainingDue(interval, watchesDrift ? watch : undefined);
  };
  /** A new one is what a restart makes. */
  const schedule = (everyMs?: number, watchesDrift = true) => {
    const supervisor = {
      train: async (_: unknown, because?: string) => {
        runs.push(because);
        return { kind: 'failed', reason: 'it broke before the store heard of it' } as const;
      },
    };
    const due = everyMs === undefined ? null : dueEvery(everyMs, watchesDrift);
    return new RetrainSchedule(due, supervisor, () => now as EpochMs, silent);
  };

  beforeEach(() => {
    latest = () => Promise.resolve(LAST_MS as EpochMs);
    now = LAST_MS;
    runs = [];
    drift = undefined;
    measured = 0;
  });

  it('does not train at a start when the last training was of late', async () => {
    now = LAST_MS + DAY_MS - 1;
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toEqual([]);
  });

  it('trains in a process that just started when the last training was long ago', async () => {
    now = LAST_MS + DAY_MS;
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toEqual(['schedule: the time between trainings is over']);
  });

  it('waits for the interval after a run that failed before the store heard of it', async () => {
    now = LAST_MS + DAY_MS;
    const one = schedule(DAY_MS);
    await one.trainIfDue();
    await one.trainIfDue();
    expect(runs).toHaveLength(1);
    now += DAY_MS;
    await one.trainIfDue();
    expect(runs).toHaveLength(2);
  });

  it('leaves the first training of a store to whoever fills it', async () => {
    latest = () => Promise.resolve(undefined);
    drift = 'drift';
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toEqual([]);
  });

  it('never trains without an interval', async () => {
    now = LAST_MS + 1_000 * DAY_MS;
    await schedule().trainIfDue();
    expect(runs).toEqual([]);
  });

  it('asks again later when the store does not answer', async () => {
    now = LAST_MS + DAY_MS;
    latest = () => Promise.reject(new Error('no connection'));
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toEqual([]);
  });

  it('trains before the interval is over when popularity drifts, and says so', async () => {
    drift = 'drift: population stability index 0.41 over 0.25 of demo';
    now = LAST_MS + 7 * HOUR_MS;
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toEqual([drift]);
  });

  it('rests for a quarter of the interval, however popularity drifts', async () => {
    drift = 'drift';
    const one = schedule(DAY_MS);
    now = LAST_MS + 6 * HOUR_MS - 1;
    await one.trainIfDue();
    expect([runs.length, measured]).toEqual([0, 0]);
    now += 1;
    await one.trainIfDue();
    await one.trainIfDue();
    now += 6 * HOUR_MS - 1;
    await one.trainIfDue();
    expect(runs).toHaveLength(1);
    now += 1;
    await one.trainIfDue();
    expect(runs).toHaveLength(2);
  });

  it('measures the drift once an hour', async () => {
    const one = schedule(DAY_MS);
    now = LAST_MS + 8 * HOUR_MS;
    await one.trainIfDue();
    now += HOUR_MS - 1;
    await one.trainIfDue();
    expect(measured).toBe(1);
    now += 1;
    await one.trainIfDue();
    expect(measured).toBe(2);
    expect(runs).toEqual([]);
  });

  it('does not measure drift where that is turned off', async () => {
    drift = 'drift';
    now = LAST_MS + 8 * HOUR_MS;
    await schedule(DAY_MS, false).trainIfDue();
    expect([runs.length, measured]).toEqual([0, 0]);
  });
});
