import { Decision, DecisionBasis, type ExpectedCosts } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { DecidingList } from '../lists/shop-lists.ts';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { RuleOutcome } from '../rules/rule.ts';
import type { FraudProbability } from './fraud-probability.ts';

/** What there is to decide by. */
export interface DecisionInput {
  readonly fraud: Pick<FraudProbability, 'probability'>;
  /** The lists that somebody involved is on. */
  readonly lists: ReadonlySet<DecidingList>;
  /** Of the rules that hold. */
  readonly outcomes: readonly RuleOutcome[];
  /** undefined where there are no costs in the currency of the amount, or no amount. */
  readonly costs: ExpectedCosts | undefined;
  /** By the calibrated part of the probability alone; undefined where there is none. */
  readonly calibratedCosts?: ExpectedCosts | undefined;
  readonly thresholds: RuleSettings['thresholds'];
}

export interface Decided {
  readonly decision: Decision;
  readonly basis: DecisionBasis;
}

/**
 * The block list first, then the allow list: an allowed customer whose account is taken over still cannot pay with a
 * blocked card. Then a rule that approves. Else what is expected to cost least, and at least as strict as the review
 * list and the strictest rule.
 */
export function decide(input: DecisionInput): Decided {
  const { lists, outcomes } = input;
  if (lists.has('block'))
    return { decision: Decision.DECISION_DECLINE, basis: DecisionBasis.DECISION_BASIS_LIST };
  if (lists.has('allow'))
    return { decision: Decision.DECISION_APPROVE, basis: DecisionBasis.DECISION_BASIS_LIST };
  const byRule = (decision: Decision): Decided => ({ decision, basis: DecisionBasis.DECISION_BASIS_RULE });
  if (outcomes.includes('approve')) return byRule(Decision.DECISION_APPROVE);
  if (outcomes.includes('decline')) return byRule(Decision.DECISION_DECLINE);
  const decided = cheapest(input);
  if (decided.decision !== Decision.DECISION_APPROVE) return decided;
  if (outcomes.includes('review')) return byRule(Decision.DECISION_REVIEW);
  return lists.has('review')
    ? { decision: Decision.DECISION_REVIEW, basis: DecisionBasis.DECISION_BASIS_LIST }
    : decided;
}

/** The strictest first. */
const BY_STRICTNESS = [
  Decision.DECISION_DECLINE,
  Decision.DECISION_REVIEW,
  Decision.DECISION_APPROVE,
] as const;

/** By the whole probability, a rank, as far as the thresholds allow; and by its calibrated part: of both the stricter. */
function cheapest({ fraud, costs, calibratedCosts, thresholds }: DecisionInput): Decided {
  const mayReview = fraud.probability >= thresholds.review;
  const mayDecline = fraud.probability >= thresholds.decline;
  if (costs === undefined) {
    const decision = mayDecline
      ? Decision.DECISION_DECLINE
      : mayReview
        ? Decision.DECISION_REVIEW
        : Decision.DECISION_APPROVE;
    return { decision, basis: DecisionBasis.DECISION_BASIS_THRESHOLDS };
  }
  const byRank = leastOf(costs, mayReview, mayDecline);
  const calibrated = calibratedCosts === undefined ? byRank : leastOf(calibratedCosts, true, true);
  const decision = BY_STRICTNESS.find((each) => each === byRank || each === calibrated) ?? byRank;
  return { decision, basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST };
}

function leastOf(costs: ExpectedCosts, mayReview: boolean, mayDecline: boolean): Decision {
  let decision = Decision.DECISION_APPROVE;
  let leastMinor = costs.approveMinor;
  if (mayReview && costs.reviewMinor < leastMinor) {
    decision = Decision.DECISION_REVIEW;
    leastMinor = costs.reviewMinor;
  }
  return mayDecline && costs.declineMinor < leastMinor ? Decision.DECISION_DECLINE : decision;
}
