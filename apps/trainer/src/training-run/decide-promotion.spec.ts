import { describe, expect, it } from '@jest/globals';
import { decidePromotion, type Comparison } from './decide-promotion.ts';

const comparison = (change: Partial<Comparison>): Comparison => ({
  metric: 'overall ndcg@20',
  challenger: 0.2,
  baseline: { name: 'popularity', value: 0.1 },
  champion: undefined,
  ...change,
});
const champion = (value: number): Comparison['champion'] => ({
  version: 'recommender-1',
  value,
  heldOut: 'same',
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

  it('lets a challenger through that beats the champion', () => {
    expect(decidePromotion(comparison({ champion: champion(0.19) }))).toEqual({
      promote: true,
      note: 'overall ndcg@20 0.2000 beats 0.1900 of champion recommender-1 (same held-out time)',
    });
  });

  it.each([0.2, 0.1995, 0.3])('keeps a champion of %d against 0.2: a tie or a hair is not a win', (value) => {
    expect(decidePromotion(comparison({ champion: champion(value) })).promote).toBe(false);
  });

  it('says when the champion is measured by the figure of its own training', () => {
    const { note } = decidePromotion(
      comparison({ champion: { version: 'recommender-1', value: 0.3, heldOut: 'own' } }),
    );
    expect(note).toBe(
      'overall ndcg@20 0.2000 does not beat 0.3000 of champion recommender-1 (figure of its own training) by the 0.5 % it takes',
    );
  });
});
