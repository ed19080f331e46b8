import { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';

/** Currencies whose unit is worth about as much, so that the same figures make sense in each. */
const CURRENCIES: ReadonlySet<string> = new Set(['EUR', 'GBP', 'USD', 'CHF', 'CAD', 'AUD']);

/**
 * What is assumed of a shop that has said nothing: a margin of 30 %, a fee of 15.00, five minutes a review at 0.50, of
 * which four fifths find the fraud and one in fifty stops a good order, and 10.00 for a customer who is lost. None for a
 * currency in which these figures would mean something else.
 */
export function defaultCosts(currency: string): DecisionCosts | undefined {
  if (!CURRENCIES.has(currency)) return undefined;
  return DecisionCosts.fromPartial({
    currency,
    marginShare: 0.3,
    chargebackFeeMinor: 1_500,
    reviewMinutes: 5,
    reviewMinuteMinor: 50,
    reviewCatchesShare: 0.8,
    reviewStopsGoodShare: 0.02,
    lostCustomerMinor: 1_000,
    isDefault: true,
  });
}
