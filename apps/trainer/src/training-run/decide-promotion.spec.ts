import { describe, expect, it } from '@jest/globals';
import { decidePromotion, type Comparison } from './decide-promotion.ts';

const comparison = (change: Partial<Comparison>): Comparison => ({
  metric: 'overall ndcg@20',
  challenger: 0.2,
  baseline: { name: 'popularity', value: 0.1 },
  champion: undefined,
  ...change,
});
const champion = (value: number, low?: number, high?: number): Comparison['champion'] => ({
  version: 'recommender-1',
  value,
  difference: low === undefined || high === undefined ? undefined : { mean: (low + high) / 2, low, high },
});

describe('the gate', () => {
  it('lets a first champion through that is no worse than the simple model', () => {
    expect(decidePromotion(comparison({}))).toEqual({
      promote: true,
      note: 'first champion: overall ndcg@20 0.2000, no worse than 0.1000 of popularity',
    });
    expect(decidePromotion(comparison({ challenger: 0.1 })).promote).toBe(true);
  });

  it('refuses a first champion that is worse than the simple model', () => {
    expect(decidePromotion(comparison({ challenger: 0.09 }))).toEqual({
      promote: false,
      note: 'overall ndcg@20 0.0900 is worse than 0.1000 of popularity',
    });
  });

  it('lets a challenger through that beats the champion by more than noise', () => {
    expect(decidePromotion(comparison({ champion: champion(0.19, 0.002, 0.018) }))).toEqual({
      promote: true,
      note: 'overall ndcg@20 0.2000 beats 0.1900 of champion recommender-1 (difference +0.0100, 95 % +0.0020 to +0.0180, same held-out time)',
    });
  });

  it('keeps a champion that noise may have beaten, however large the difference', () => {
    expect(decidePromotion(comparison({ champion: champion(0.1, -0.001, 0.201) }))).toEqual({
      promote: false,
      note: 'overall ndcg@20 0.2000 does not beat 0.1000 of champion recommender-1 by more than noise (difference +0.1000, 95 % -0.0010 to +0.2010, same held-out time)',
    });
    expect(decidePromotion(comparison({ champion: champion(0.2, 0, 0) })).promote).toBe(false);
  });

  it('keeps a champion that cannot be compared on the same time, and says so', () => {
    expect(decidePromotion(comparison({ champion: champion(0.1) }))).toEqual({
      promote: false,
      note: 'overall ndcg@20 0.2000, beside 0.1000 of champion recommender-1 at its own training: too little has happened since it was trained to compare them on the same held-out time',
    });
  });
});
