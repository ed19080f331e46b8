import { Decision, DecisionBasis, type ExpectedCosts } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { DecidingList } from '../lists/shop-lists.ts';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { RuleOutcome } from '../rules/rule.ts';

/** How likely fraud seems, and what each decision would cost then. */
export interface Likelihood {
  readonly probability: number;
  /**
   * Whether so many of a hundred such orders are fraud. Where it is only a rank, it may not ask for more than the
   * thresholds allow.
   */
  readonly isCalibrated: boolean;
  /** undefined where there are no costs in the currency of the amount, or no amount. */
  readonly costs: ExpectedCosts | undefined;
}

/** What there is to decide by. */
export interface DecisionInput {
  /** Of those that ask for different decisions the strictest holds; of equals the first. */
  readonly likelihoods: readonly Likelihood[];
  /** The lists that somebody involved is on. */
  readonly lists: ReadonlySet<DecidingList>;
  /** Of the rules that hold. */
  readonly outcomes: readonly RuleOutcome[];
  readonly thresholds: RuleSettings['thresholds'];
}

export interface Decided {
  readonly decision: Decision;
  readonly basis: DecisionBasis;
  /** Of the likelihood that was decided by. */
  readonly expectedCosts: ExpectedCosts | undefined;
}

/**
 * The block list first, then the allow list: an allowed customer whose account is taken over still cannot pay with a
 * blocked card. Then a rule that approves. Else what is expected to cost least, and at least as strict as the review
 * list and the strictest rule.
 */
export function decide({ likelihoods, lists, outcomes, thresholds }: DecisionInput): Decided {
  const cheapest = strictest(likelihoods.map((each) => cheapestOf(each, thresholds)));
  const by = (basis: DecisionBasis, decision: Decision): Decided => ({ ...cheapest, decision, basis });
  const { DECISION_BASIS_LIST: byList, DECISION_BASIS_RULE: byRule } = DecisionBasis;
  if (lists.has('block')) return by(byList, Decision.DECISION_DECLINE);
  if (lists.has('allow')) return by(byList, Decision.DECISION_APPROVE);
  if (outcomes.includes('approve')) return by(byRule, Decision.DECISION_APPROVE);
  if (outcomes.includes('decline')) return by(byRule, Decision.DECISION_DECLINE);
  if (cheapest.decision !== Decision.DECISION_APPROVE) return cheapest;
  if (outcomes.includes('review')) return by(byRule, Decision.DECISION_REVIEW);
  return lists.has('review') ? by(byList, Decision.DECISION_REVIEW) : cheapest;
}

const STRICTNESS = [Decision.DECISION_APPROVE, Decision.DECISION_REVIEW, Decision.DECISION_DECLINE];
const strictnessOf = ({ decision }: Decided): number => STRICTNESS.indexOf(decision);

function strictest(decided: readonly Decided[]): Decided {
  return decided.reduce((most, each) => (strictnessOf(each) > strictnessOf(most) ? each : most));
}

function cheapestOf(
  { probability, isCalibrated, costs }: Likelihood,
  thresholds: RuleSettings['thresholds'],
): Decided {
  const mayReview = probability >= thresholds.review;
  const mayDecline = probability >= thresholds.decline;
  if (costs === undefined) {
    const decision = mayDecline
      ? Decision.DECISION_DECLINE
      : mayReview
        ? Decision.DECISION_REVIEW
        : Decision.DECISION_APPROVE;
    return { decision, basis: DecisionBasis.DECISION_BASIS_THRESHOLDS, expectedCosts: undefined };
  }
  let decision = Decision.DECISION_APPROVE;
  let leastMinor = costs.approveMinor;
  if ((isCalibrated || mayReview) && costs.reviewMinor < leastMinor) {
    decision = Decision.DECISION_REVIEW;
    leastMinor = costs.reviewMinor;
  }
  if ((isCalibrated || mayDecline) && costs.declineMinor < leastMinor) decision = Decision.DECISION_DECLINE;
  return { decision, basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST, expectedCosts: costs };
}
