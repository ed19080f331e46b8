import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candidates, idsOf } from '../testing/candidates.ts';
import { catalogueItem, catalogueOf } from '../testing/samples.ts';
import { diversify } from './diversify.ts';
import { likeness, traitsOf } from './item-likeness.ts';

const catalogue = catalogueOf([
  ...['m1', 'm2', 'm3'].map((id) => catalogueItem(id, { productType: 'Home > Mugs', brand: 'Acme' })),
  catalogueItem('lamp', { productType: 'Home > Lamps', brand: 'Other' }),
  catalogueItem('rake', { productType: 'Garden > Rakes' }),
]);
const list = candidates('m1', 'm2', 'm3', 'lamp', 'rake');
const at = (strength: number, count = list.length) => idsOf(diversify(list, strength, count, catalogue));

describe('diversify', () => {
  it('changes nothing at strength 0', () => expect(diversify(list, 0, 5, catalogue)).toBe(list));

  it('follows the formula: relevance against likeness to what is chosen', () => {
    // After m1, at strength 0.4: m2 0.6 × 0.8 − 0.4 × 1 = 0.08; lamp 0.6 × 0.4 − 0.4 × 0.35 = 0.1; rake 0.6 × 0.2 = 0.12.
    expect(at(0.4).slice(0, 2)).toEqual(['m1', 'rake']);
    // At 0.1: m2 0.9 × 0.8 − 0.1 = 0.62; lamp 0.9 × 0.4 − 0.035 = 0.325; rake 0.9 × 0.2 = 0.18.
    expect(at(0.1).slice(0, 2)).toEqual(['m1', 'm2']);
  });

  it('shows one of each kind before a second of any at strength 1', () => {
    expect(at(1).slice(0, 3)).toEqual(['m1', 'rake', 'lamp']);
  });

  it('leaves the order of what is not needed', () => {
    expect(at(1, 2)).toEqual(['m1', 'rake', 'm2', 'm3', 'lamp']);
  });

  it('loses and doubles nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (strength) => {
        expect([...at(strength)].sort()).toEqual([...idsOf(list)].sort());
        expect(at(strength)[0]).toBe('m1');
      }),
    );
  });
});

describe('likeness', () => {
  const of = (fields: object) => traitsOf(catalogueItem('x', fields));

  it('is 1 in an item group, and else by shared levels of the category and by the brand', () => {
    expect(likeness(of({ itemGroupId: 'g' }), of({ itemGroupId: 'g', brand: 'B' }))).toBe(1);
    const mug = of({ productType: 'Home > Kitchen > Mugs', brand: 'ACME' });
    expect(likeness(mug, of({ productType: 'home > kitchen', brand: 'acme' }))).toBeCloseTo(
      0.7 * (2 / 3) + 0.3,
    );
    expect(likeness(mug, of({ productType: 'Garden > Kitchen' }))).toBe(0);
  });

  it('is 0 for items of which nothing is known', () => expect(likeness(of({}), traitsOf(undefined))).toBe(0));
});
