import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import type { ExpectedCosts } from '#contracts/generated/cartwise/fraud/v1/fraud';

/**
 * What each decision about an order is expected to cost, in minor units, beside knowing the truth: the minimum of Bayes
 * risk with costs that depend on the amount (Elkan, "The Foundations of Cost-Sensitive Learning", 2001; Bahnsen et al.,
 * "Cost Sensitive Credit Card Fraud Detection Using Bayes Minimum Risk", 2013). With p the chance of fraud,
 *
 *     L = amount × (1 − margin) + chargeback fee         what a fraud that passes costs
 *     G = amount × margin + lost customer                what a good order that is stopped costs
 *     approve = p × L
 *     decline = (1 − p) × G
 *     review  = minutes × cost a minute + p × (1 − catches) × L + (1 − p) × stops good × G
 */
export function expectedCosts(probability: number, amountMinor: number, costs: DecisionCosts): ExpectedCosts {
  const fraudMinor = amountMinor * (1 - costs.marginShare) + costs.chargebackFeeMinor;
  const goodMinor = amountMinor * costs.marginShare + costs.lostCustomerMinor;
  const good = 1 - probability;
  return {
    currency: costs.currency,
    approveMinor: probability * fraudMinor,
    reviewMinor:
      costs.reviewMinutes * costs.reviewMinuteMinor +
      probability * (1 - costs.reviewCatchesShare) * fraudMinor +
      good * costs.reviewStopsGoodShare * goodMinor,
    declineMinor: good * goodMinor,
  };
}
