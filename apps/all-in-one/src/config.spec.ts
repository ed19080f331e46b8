import { describe, expect, it } from '@jest/globals';
import { FirstModel } from './config.ts';

describe('the model that an empty shop waits for', () => {
  it.each([
    ['a recommender', undefined, 'recommender'],
    ['a recommender where both are trained', 'fraud, recommender', 'recommender'],
    ['a fraud model where no other is trained: later starts wait for none', 'fraud', 'fraud'],
  ])('is %s', (_, kinds, kind) => {
    expect(FirstModel.parse(kinds)).toBe(kind);
  });
});
