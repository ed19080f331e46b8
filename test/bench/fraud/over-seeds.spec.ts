import { describe, expect, it } from '@jest/globals';
import type { FraudRow } from './fraud-benchmark.ts';
import { overSeeds } from './over-seeds.ts';

const row = (ap: number): FraudRow => ({
  model: 'forest',
  metrics: { AP: ap },
  intervals: { AP: { low: ap - 0.1, high: ap + 0.1 } },
  trainSeconds: 2,
  testRows: 10,
});

describe('overSeeds', () => {
  it('averages a model over the seeds and tells how far they lie apart', () => {
    const line = overSeeds({ name: 'weeks' }, [
      { seed: 1, row: row(0.4) },
      { seed: 2, row: row(0.6) },
    ]);
    expect(line).toMatchObject({
      bench: 'fraud',
      benchmark: 'weeks',
      model: 'forest',
      metrics: { AP: 0.5 },
      intervals: { AP: { low: 0.4, high: 0.6 } },
      seeds: [1, 2],
      trainSeconds: 2,
      testRows: 10,
    });
    expect(line?.deviations['AP']).toBeCloseTo(0.14142);
  });

  it('has nothing to say of no runs', () => {
    expect(overSeeds({ name: 'weeks' }, [])).toBeUndefined();
  });
});
