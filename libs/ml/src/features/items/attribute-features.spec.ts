import { describe, expect, it } from '@jest/globals';
import { attributeFeatures, HASHED_COLUMNS, type SparseRow } from './attribute-features.ts';
import type { ItemAttributes } from './item-attributes.ts';

const dot = (a: SparseRow, b: SparseRow): number => {
  const values = new Map([...b.columns].map((column, i) => [column, b.values[i] ?? 0]));
  return a.columns.reduce((sum, column, i) => sum + (a.values[i] ?? 0) * (values.get(column) ?? 0), 0);
};
const likeness = (a: ItemAttributes, b: ItemAttributes): number =>
  dot(attributeFeatures(a), attributeFeatures(b));
const gbp = (amountMinor: number) => ({ price: { amountMinor, currency: 'GBP' } });

describe('attributeFeatures', () => {
  it('makes items alike that share a brand, whatever its case', () => {
    expect(likeness({ brand: 'Acme' }, { brand: ' ACME' })).toBeCloseTo(1);
    expect(likeness({ brand: 'Acme' }, { brand: 'Other' })).toBeCloseTo(0);
  });

  it('makes items more alike the deeper their categories go together', () => {
    const mug = { productType: 'Home > Kitchen > Mugs' };
    const likenesses = ['Home > Kitchen > Mugs', 'Home > Kitchen > Pans', 'Home > Beds', 'Toys'].map(
      (productType) => likeness(mug, { productType }),
    );
    expect(likenesses).toEqual(likenesses.toSorted((a, b) => b - a));
    expect(likenesses[2]).toBeGreaterThan(likenesses[3] ?? 1);
  });

  it('knows prices that are near each other, of one currency', () => {
    expect(likeness(gbp(1000), gbp(1050))).toBeGreaterThan(0.2);
    expect(likeness(gbp(1000), gbp(2000))).toBeCloseTo(0);
    expect(likeness(gbp(1000), { price: { amountMinor: 1000, currency: 'USD' } })).toBeCloseTo(0);
  });

  it('reads titles as words and pairs of words, in any script', () => {
    const title = 'Blue enamel mug, 300 ml';
    expect(likeness({ title }, { title: 'MUG: blue enamel' })).toBeGreaterThan(
      likeness({ title }, { title: 'enamel sign' }),
    );
    expect(likeness({ title: 'Чайник синий' }, { title: 'синий чайник' })).toBeGreaterThan(0.5);
  });

  it('puts image vectors behind the hashed columns', () => {
    const { columns, values } = attributeFeatures({ imageVector: Float32Array.of(0.6, 0.8) });
    expect([...columns]).toEqual([HASHED_COLUMNS, HASHED_COLUMNS + 1]);
    expect(values[1]).toBeCloseTo(0.8);
  });

  it('has nothing for an item that is only an id', () => {
    expect(attributeFeatures({ title: '', productType: ' > ' }).columns).toHaveLength(0);
  });
});
