import { describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { TrainingInterval } from './training-interval.ts';

const EVERY_MS = 1_000;
const at = (ms: number) => ms as EpochMs;
const intervalAfter = (latest: number | undefined) =>
  new TrainingInterval(
    { latest: () => Promise.resolve(latest === undefined ? undefined : at(latest)) },
    ['demo' as ShopId],
    EVERY_MS,
  );

describe('the interval between trainings', () => {
  it('goes on where it was before a restart', async () => {
    expect(await intervalAfter(5_000).msLeft(at(5_300))).toBe(700);
  });

  it('is over after a process was down for longer', async () => {
    expect(await intervalAfter(5_000).msLeft(at(6_000))).toBe(0);
    expect(await intervalAfter(5_000).msLeft(at(9_000))).toBe(0);
  });

  it('has no beginning before the first attempt', async () => {
    expect(await intervalAfter(undefined).msLeft(at(9_000))).toBeUndefined();
  });

  it('begins anew with a run that the store does not hear of', async () => {
    const interval = intervalAfter(5_000);
    interval.begin(at(9_000));
    expect(await interval.msLeft(at(9_100))).toBe(900);
  });

  it('is never longer than it is, whatever the clock did', async () => {
    expect(await intervalAfter(50_000).msLeft(at(5_000))).toBe(EVERY_MS);
  });
});
