import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs } from '#contracts';
import { ProgressReporter, type ProgressReport } from './progress-reporter.ts';

describe('the progress of a run', () => {
  let nowMs: number;
  let reports: ProgressReport[];
  let reporter: ProgressReporter;

  const update = (atMs: number, stage: string, done: number) => {
    nowMs = atMs;
    reporter.update(stage, done);
  };

  beforeEach(() => {
    nowMs = 0;
    reports = [];
    reporter = new ProgressReporter(() => nowMs as EpochMs, [(report) => reports.push(report)]);
  });

  it('never goes back', () => {
    for (const [second, done] of [0.1, 0.5, 0.3, 0.6].entries()) update(second * 1_000, 'train', done);
    expect(reports.map(({ done }) => done)).toEqual([0.1, 0.5, 0.5, 0.6]);
  });

  it('reports once a second, however often it is told, and always the end', () => {
    for (let ms = 0; ms < 3_000; ms += 10) update(ms, 'train', ms / 3_000);
    update(2_999, 'done', 1);
    expect(reports.map(({ at }) => at)).toEqual([0, 1_000, 2_000, 2_999]);
  });

  it('estimates the time left from the time so far, once there is enough of it', () => {
    update(0, 'read', 0);
    update(10_000, 'train', 0.25);
    update(40_000, 'done', 1);
    expect(reports.map(({ etaMs }) => etaMs)).toEqual([undefined, 30_000, 0]);
  });
});
