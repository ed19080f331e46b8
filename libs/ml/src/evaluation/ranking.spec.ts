import { describe, expect, it } from '@jest/globals';
import { rankingMetrics, targetRanks } from './ranking.ts';

describe('targetRanks', () => {
  it('finds each target at its place', () => {
    const ranks = targetRanks(Int32Array.of(7, 3, 5), Float32Array.of(3, 2, 1), new Set([5, 7, 99]));
    expect(ranks).toEqual([1, 3]);
  });

  it('averages ties, wherever in the tie the target stands', () => {
    const scores = Float32Array.of(2, 1, 1, 1);
    expect(targetRanks(Int32Array.of(0, 1, 2, 3), scores, new Set([1]))).toEqual([3]);
    expect(targetRanks(Int32Array.of(0, 1, 2, 3), scores, new Set([3]))).toEqual([3]);
  });
});

describe('rankingMetrics', () => {
  it('equals the values worked out by hand', () => {
    const metrics = rankingMetrics([2, 3, 30], 4, 20);
    expect(metrics.hitRate).toBe(1);
    expect(metrics.recall).toBe(0.5);
    expect(metrics.mrr).toBe(0.5);
    expect(metrics.map).toBeCloseTo((1 / 2 + 2 / 3) / 4);
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2 + 1 / Math.log2(5);
    expect(metrics.ndcg).toBeCloseTo((1 / Math.log2(3) + 1 / 2) / ideal);
  });

  it('is 1 for a perfect list, even with more targets than places', () => {
    const ranks = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(rankingMetrics(ranks, 50, 20)).toMatchObject({ hitRate: 1, ndcg: 1, mrr: 1, map: 1, recall: 0.4 });
  });

  it('is 0 when no target is within k', () => {
    expect(rankingMetrics([21], 1, 20)).toEqual({ hitRate: 0, recall: 0, ndcg: 0, mrr: 0, map: 0 });
  });
});
