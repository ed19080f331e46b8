import { describe, expect, it } from '@jest/globals';
import { eventually } from '#test-support';
import { RepeatedWork } from './repeated-work.ts';

describe('repeated work', () => {
  it('is done again and again until it is stopped, never twice at once', async () => {
    let [underWay, most, times] = [0, 0, 0];
    const work = new RepeatedWork(1, async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 3));
      underWay--;
      times++;
    });
    work.start();
    await eventually('it is done three times', async () => (times >= 3 ? true : undefined));
    await work.stop();
    const atStop = times;
    expect([underWay, most]).toEqual([0, 1]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(times).toBe(atStop);
  });

  it('is done once more when told to, after what is under way', async () => {
    const done: number[] = [];
    let next = 0;
    const work = new RepeatedWork(60_000, async () => {
      const own = next++;
      await Promise.resolve();
      done.push(own);
    });
    await Promise.all([work.now(), work.now()]);
    expect(done).toEqual([0, 1]);
  });

  it('is done once more at its end, and then no more', async () => {
    let times = 0;
    const work = new RepeatedWork(1, () => {
      times++;
      return Promise.resolve();
    });
    work.start();
    const before = times;
    await work.finish();
    expect(times).toBe(before + 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(times).toBe(before + 1);
  });
});
