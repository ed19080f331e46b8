import { describe, expect, it } from '@jest/globals';
import { visit } from '../testing/checkerboard.ts';
import { ContentSimilarity } from './content-similarity.ts';
import { NOT_ONE } from './recommender.ts';

describe('the reason of the content', () => {
  // Items 0 to 2 lie off the vector of item 3 by the cosines 1, 0.6 and 0.8.
  const vectors = Float32Array.of(1, 0, 0.6, 0.8, 0.8, 0.6, 1, 0);
  const model = new ContentSimilarity({
    dimension: 2,
    projection: new Float32Array(2),
    content: vectors,
    behaviour: vectors,
  });
  const reason = (...history: number[]) => model.because(visit(history), Int32Array.of(3))[0];

  it('is the item that adds most to the score, old or new', () => {
    expect(reason(1, 0)).toBe(0);
    // One step back item 0 counts exp(-1/3) = 0.72: more than 0.6, less than 0.8.
    expect(reason(0, 1)).toBe(0);
    expect(reason(0, 2)).toBe(2);
  });

  it('is not the item itself', () => {
    expect(reason(3)).toBe(NOT_ONE);
  });
});
