import { describe, expect, it } from '@jest/globals';
import { remembered } from './remembered.ts';

describe('a remembered function', () => {
  it('answers the same, and computes once for each name', () => {
    const asked: string[] = [];
    const length = remembered((name) => {
      asked.push(name);
      return name.length;
    });
    expect([length('price'), length('id'), length('price')]).toEqual([5, 2, 5]);
    expect(asked).toEqual(['price', 'id']);
  });

  it('forgets what it knows before it knows too much', () => {
    let computed = 0;
    const count = remembered(() => (computed += 1));
    for (let name = 0; name <= 10_000; name++) count(String(name));
    count('10000');
    expect(computed).toBe(10_001);
    count('0');
    expect(computed).toBe(10_002);
  });

  it('keeps nothing that is too long for a name', () => {
    let computed = 0;
    const count = remembered(() => (computed += 1));
    expect([count('n'.repeat(101)), count('n'.repeat(101))]).toEqual([1, 2]);
  });
});
