import { describe, expect, it } from '@jest/globals';
import { defaultCosts } from './default-costs.ts';
import { expectedCosts } from './expected-costs.ts';

const COSTS = {
  currency: 'EUR',
  marginShare: 0.25,
  chargebackFeeMinor: 1_500,
  reviewMinutes: 4,
  reviewMinuteMinor: 100,
  reviewCatchesShare: 0.75,
  reviewStopsGoodShare: 0.1,
  lostCustomerMinor: 500,
  author: '',
  changedAtMs: 0,
  isDefault: false,
};

describe('what decisions are expected to cost', () => {
  it('is by the formula, in minor units', () => {
    // A fraud that passes costs 7,500 + 1,500, a good order that is stopped 2,500 + 500.
    expect(expectedCosts(0.2, 10_000, COSTS)).toEqual({
      currency: 'EUR',
      approveMinor: 0.2 * 9_000,
      reviewMinor: 400 + 0.2 * 0.25 * 9_000 + 0.8 * 0.1 * 3_000,
      declineMinor: 0.8 * 3_000,
    });
  });

  it('is nothing to approve what is certainly good, nothing to decline what is certainly fraud', () => {
    expect(expectedCosts(0, 10_000, COSTS).approveMinor).toBe(0);
    expect(expectedCosts(1, 10_000, COSTS).declineMinor).toBe(0);
  });

  it('makes a review worth while the more an order is worth', () => {
    const isReviewed = (amountMinor: number) => {
      const { approveMinor, reviewMinor, declineMinor } = expectedCosts(0.1, amountMinor, COSTS);
      return reviewMinor < Math.min(approveMinor, declineMinor);
    };
    expect(isReviewed(1_000)).toBe(false);
    expect(isReviewed(50_000)).toBe(true);
  });

  it('is assumed where a unit of the currency is worth about a euro, and nowhere else', () => {
    expect(defaultCosts('GBP')).toMatchObject({ currency: 'GBP', isDefault: true });
    expect(defaultCosts('JPY')).toBeUndefined();
  });
});
