import { describe, expect, it } from '@jest/globals';
import { liesBelow } from './lies-below.ts';

describe('liesBelow', () => {
  it('takes a product type for below itself and below each of its ancestors', () => {
    expect(liesBelow('Home > Kitchen > Mugs', 'Home > Kitchen > Mugs')).toBe(true);
    expect(liesBelow('Home > Kitchen > Mugs', 'Home > Kitchen')).toBe(true);
    expect(liesBelow('Home > Kitchen > Mugs', 'Home')).toBe(true);
  });

  it('tells a level from one that begins with the same letters', () => {
    expect(liesBelow('Home > Kitchenware', 'Home > Kitchen')).toBe(false);
  });

  it('is false for a parent and for another branch', () => {
    expect(liesBelow('Home', 'Home > Kitchen')).toBe(false);
    expect(liesBelow('Garden > Kitchen', 'Home > Kitchen')).toBe(false);
  });

  it('does not care for spaces and case', () => {
    expect(liesBelow('home>KITCHEN > Mugs', 'Home > Kitchen')).toBe(true);
  });
});
