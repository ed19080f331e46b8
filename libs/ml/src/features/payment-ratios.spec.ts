import { describe, expect, it } from '@jest/globals';
import { withPaymentRatios } from './payment-ratios.ts';

const TABLE = {
  columns: ['amount', 'mean 7 days'],
  rowCount: 3,
  values: [Float32Array.of(10, 20, 30), Float32Array.of(9, 0, NaN)],
};
const ROLES = { amount: 'amount', usualAmounts: ['mean 7 days'], risks: [] };

describe('withPaymentRatios', () => {
  it('adds how many times the usual amount each is, and nothing where that is not known', () => {
    const { columns, values } = withPaymentRatios(TABLE, ROLES);
    expect(columns).toEqual(['amount', 'mean 7 days', 'amount / mean 7 days']);
    expect([...(values[2] ?? [])]).toEqual([1, 20, NaN]);
  });

  it('refuses a role whose column is not there', () => {
    expect(() => withPaymentRatios(TABLE, { ...ROLES, amount: 'sum' })).toThrow(
      'the table has no column sum',
    );
  });
});
