import { describe, expect, it } from '@jest/globals';
import { candidates, idsOf } from '../testing/candidates.ts';
import { catalogueItem, catalogueOf } from '../testing/samples.ts';
import { capGroups } from './cap-groups.ts';

const catalogue = catalogueOf([
  catalogueItem('m1', { productType: 'Home > Mugs', brand: 'Acme' }),
  catalogueItem('m2', { productType: 'Home > Mugs', brand: 'Other' }),
  catalogueItem('lamp', { productType: 'Home > Lamps', brand: 'ACME' }),
  catalogueItem('bare'),
  catalogueItem('bare too'),
]);
const list = candidates('m1', 'm2', 'lamp', 'bare', 'bare too');
const capped = (caps: Parameters<typeof capGroups>[1], beside: readonly string[] = []) =>
  idsOf(capGroups(list, caps, beside, catalogue));

describe('capGroups', () => {
  it('keeps the first of a category, and what has none', () => {
    expect(capped({ maxPerCategory: 1 })).toEqual(['m1', 'lamp', 'bare', 'bare too']);
  });

  it('takes so many levels of the product type for the category', () => {
    expect(capped({ maxPerCategory: 1, categoryLevels: 1 })).toEqual(['m1', 'bare', 'bare too']);
  });

  it('keeps the first of a brand, in any case of letters', () => {
    expect(capped({ maxPerBrand: 1 })).toEqual(['m1', 'm2', 'bare', 'bare too']);
  });

  it('counts what stands on the page beside the list', () => {
    expect(capped({ maxPerCategory: 1 }, ['m2'])).toEqual(['lamp', 'bare', 'bare too']);
  });

  it('has no maximum at 0', () => expect(capped({ maxPerCategory: 0 })).toEqual(idsOf(list)));
});
