import { describe, expect, it } from '@jest/globals';
import { overSeeds } from './over-seeds.ts';
import type { QualityRow } from './run-quality.ts';

const row = (model: string, ndcg: number): QualityRow => ({
  model,
  metrics: { 'ndcg@10': ndcg },
  intervals: { 'ndcg@10': { low: ndcg - 0.01, high: ndcg + 0.01 } },
  ...(model === 'blend' ? {} : { behindServed: { 'ndcg@10': { low: 0.05, high: ndcg } } }),
  trainSeconds: 10,
  millisecondsPerQuery: 1,
  testQueries: 4,
});

describe('overSeeds', () => {
  it('averages each model over the seeds and tells how far they lie apart', () => {
    const lines = overSeeds({ name: 'beauty' }, [
      { seed: 1, rows: [row('blend', 0.1), row('repeat', 0.02)] },
      { seed: 2, rows: [row('repeat', 0.04), row('blend', 0.3)] },
    ]);
    expect(lines).toMatchObject([
      { benchmark: 'beauty', model: 'blend', metrics: { 'ndcg@10': 0.2 }, seeds: [1, 2], testQueries: 4 },
      {
        model: 'repeat',
        metrics: { 'ndcg@10': 0.03 },
        deviations: { 'ndcg@10': 0.01414 },
        intervals: { 'ndcg@10': { low: 0.02, high: 0.04 } },
        behindServed: { 'ndcg@10': { low: 0.05, high: 0.03 } },
      },
    ]);
  });
});
