import { describe, expect, it } from '@jest/globals';
import { formatMoney } from './format-money.ts';

describe('money in print', () => {
  it.each([
    [695, 'GBP', '6.95 GBP'],
    [695, 'JPY', '695 JPY'],
    // ISO 4217 has two digits, whatever shoppers see in the shops there.
    [123_456, 'HUF', '1234.56 HUF'],
    [1_500, 'KWD', '1.500 KWD'],
  ])('is %d minor units of %s as %s, by the digits it was read with', (amountMinor, currency, text) => {
    expect(formatMoney({ amountMinor, currency })).toBe(text);
  });

  it('is nothing where there is no price', () => {
    expect(formatMoney(undefined)).toBe('');
  });
});
