import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { expectedCosts } from '../decision/expected-costs.ts';

/** What each decision about an order costs, now that it is known what the order was; minor units. */
export type OutcomeCosts = Readonly<Record<'approve' | 'review' | 'decline', number>>;

/** Nothing is expected any more: the chance of fraud is one or none, and the rest is what decisions are made by. */
export function outcomeCosts(isFraud: boolean, amountMinor: number, costs: DecisionCosts): OutcomeCosts {
  const { approveMinor, reviewMinor, declineMinor } = expectedCosts(isFraud ? 1 : 0, amountMinor, costs);
  return { approve: approveMinor, review: reviewMinor, decline: declineMinor };
}

/** "DECISION_APPROVE" is "approve". */
export function decisionName(decision: Decision): keyof OutcomeCosts {
  if (decision === Decision.DECISION_DECLINE) return 'decline';
  return decision === Decision.DECISION_REVIEW ? 'review' : 'approve';
}
