import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { BlendWeights } from './blend-weights.ts';

const [FEATURES, UNITS] = [12, 5];

function randomWeights(random: Random): BlendWeights {
  const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
  return new BlendWeights({
    offsets: normal(FEATURES),
    factors: normal(FEATURES),
    linear: normal(FEATURES),
    hidden: normal(FEATURES * UNITS),
    hiddenBias: normal(UNITS),
    output: normal(UNITS),
  });
}

describe('the scorer of the blend', () => {
  it('scores a row the same whatever row it starts from', () => {
    const random = new Random(4);
    const weights = randomWeights(random);
    const row = Float32Array.from({ length: FEATURES }, () => random.normal());
    const fromNothing = weights.score(row);
    const like = row.slice();
    like[3] = 0.25;
    like[7] = -1;
    for (const start of [row, like, new Float32Array(FEATURES).fill(2)]) {
      weights.startFrom(start);
      expect(weights.score(row)).toBeCloseTo(fromNothing, 4);
    }
  });

  it('knows what a row would lose without some of its features', () => {
    const random = new Random(5);
    const weights = randomWeights(random);
    const row = Float32Array.from({ length: FEATURES }, () => random.normal());
    const without = row.slice();
    without.set([0.5, -0.5], 6);
    const loss = weights.score(row) - weights.score(without);
    weights.score(row);
    expect(weights.lossWithout(6, [0.5, -0.5])).toBeCloseTo(loss, 4);
  });
});
