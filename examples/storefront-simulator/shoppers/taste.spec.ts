import { describe, expect, it } from '@jest/globals';
import { randomOf } from '../random.ts';
import { shopperOf } from './shopper.ts';
import { chooseByTaste } from './taste.ts';

const TASTES = [
  ['mug', 'cup', 'saucer', 'teapot'],
  ['lamp', 'bulb', 'shade'],
];

describe('a taste', () => {
  it('chooses mostly what it likes and was not seen', () => {
    const random = randomOf(1);
    const choices = Array.from({ length: 1_000 }, () =>
      chooseByTaste(random, TASTES[0] ?? [], 'mug', new Set(['mug']), TASTES),
    );
    const liked = choices.filter((itemId) => itemId !== 'mug' && TASTES[0]?.includes(itemId));
    expect(liked.length / choices.length).toBeGreaterThan(0.8);
    expect(choices).toContain('lamp');
  });

  it('begins anew when all was seen', () => {
    const choice = chooseByTaste(randomOf(2), ['mug'], 'mug', new Set(['mug']), [['mug']]);
    expect(choice).toBe('mug');
  });
});

describe('a shopper', () => {
  it('is the same person whenever the number is the same', () => {
    expect(shopperOf('run', 3, 12, TASTES)).toEqual(shopperOf('run', 3, 12, TASTES));
    expect(shopperOf('run', 3, 12, TASTES)).not.toEqual(shopperOf('run', 4, 12, TASTES));
  });
});
