import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { createLogger } from '#service';
import { RetrainSchedule } from './retrain-schedule.ts';

const DAY_MS = 86_400_000;
const LAST_MS = 1_764_000_000_000;
const silent = createLogger({ service: 'test', level: 'silent' });

describe('the schedule of trainings', () => {
  let latest: () => Promise<EpochMs | undefined>;
  let now: number;
  let runs: number;

  /** A new one is what a restart makes. */
  const schedule = (retrainEveryMs?: number) => {
    const supervisor = {
      train: async () => {
        runs += 1;
        return { kind: 'failed', reason: 'it broke before the store heard of it' } as const;
      },
    };
    const options = { environment: {}, ...(retrainEveryMs === undefined ? {} : { retrainEveryMs }) };
    const shops = { shops: [{ id: 'demo' as ShopId }] };
    return new RetrainSchedule(options, supervisor, { latest }, shops, () => now as EpochMs, silent);
  };

  beforeEach(() => {
    latest = () => Promise.resolve(LAST_MS as EpochMs);
    now = LAST_MS;
    runs = 0;
  });

  it('does not train at a start when the last training was of late', async () => {
    now = LAST_MS + DAY_MS - 1;
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toBe(0);
  });

  it('trains in a process that just started when the last training was long ago', async () => {
    now = LAST_MS + DAY_MS;
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toBe(1);
  });

  it('waits for the interval after a run that failed before the store heard of it', async () => {
    now = LAST_MS + DAY_MS;
    const one = schedule(DAY_MS);
    await one.trainIfDue();
    await one.trainIfDue();
    expect(runs).toBe(1);
    now += DAY_MS;
    await one.trainIfDue();
    expect(runs).toBe(2);
  });

  it('leaves the first training of a store to whoever fills it', async () => {
    latest = () => Promise.resolve(undefined);
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toBe(0);
  });

  it('never trains without an interval', async () => {
    now = LAST_MS + 1_000 * DAY_MS;
    await schedule().trainIfDue();
    expect(runs).toBe(0);
  });

  it('asks again later when the store does not answer', async () => {
    now = LAST_MS + DAY_MS;
    latest = () => Promise.reject(new Error('no connection'));
    await schedule(DAY_MS).trainIfDue();
    expect(runs).toBe(0);
  });
});
