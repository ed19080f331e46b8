import {
  Decision,
  DecisionBasis,
  type ExpectedCosts,
  type Reason,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import { DECIDING_LISTS, type DecidingList, type Listing } from '../lists/shop-lists.ts';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { Firing } from '../rules/rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import { NOTHING_FOUND, type Assessment } from './assessment.ts';
import { decide, type Decided } from './decide.ts';
import { expectedCosts } from './expected-costs.ts';
import type { ClassifierEvidence } from './classifier-evidence.ts';
import { joinEvidence, type FraudProbability } from './fraud-probability.ts';
import type { FeatureEvidence } from './model-evidence.ts';
import { featureReason, learntReason, listReason, ruleReason, type ReasonContext } from './reasons.ts';

/** All that is known of a situation. */
export interface Findings {
  readonly firing: Firing;
  readonly strange: readonly FeatureEvidence[];
  readonly classifier?: ClassifierEvidence | undefined;
  /** Who involved is on a list that decides. */
  readonly listings: readonly Listing[];
  /** Of an order: its amount, and the costs in its currency. */
  readonly order?: { readonly amountMinor: number; readonly costs: DecisionCosts | undefined } | undefined;
  readonly thresholds: RuleSettings['thresholds'];
  readonly modelVersion?: string | undefined;
}

/** Joins what rules, lists and model say into a decision, and says why. */
export function assess(findings: Findings, context: ReasonContext): Assessment {
  const { firing, strange, classifier, listings } = findings;
  const { live, shadow } = firing;
  if (live.length + shadow.length + strange.length + listings.length === 0 && classifier === undefined) {
    // Most orders. What they are expected to cost is told all the same.
    const { fraud: _, ...outcome } = judged(findings, live);
    return { ...NOTHING_FOUND, ...outcome };
  }
  const { fraud, ...outcome } = judged(findings, live);
  return {
    ...outcome,
    reasons: [...listings.map(listReason), ...reasonsOf(fraud, findings, context)],
    shadow: shadow.map((rule) => ({
      code: rule.code,
      decision: judged(findings, [...live, rule]).decision,
    })),
    alerts: alerts(outcome, live),
    subjects: live
      .toSorted((a, b) => b.score - a.score)
      .flatMap(({ subject }) => (subject === undefined ? [] : [subject])),
  };
}

interface Judged extends Decided {
  readonly score: number;
  readonly base: number;
  readonly expectedCosts: ExpectedCosts | undefined;
  readonly fraud: FraudProbability;
}

/** What is decided if these rules are in force. */
function judged(
  { strange, classifier, listings, order, thresholds, modelVersion }: Findings,
  rules: readonly Rule[],
): Judged {
  const fraud = joinEvidence({ rules, strange, classifier }, modelVersion);
  const costsAt = (probability: number | undefined): ExpectedCosts | undefined =>
    order?.costs === undefined || probability === undefined
      ? undefined
      : expectedCosts(probability, order.amountMinor, order.costs);
  const costs = costsAt(fraud.probability);
  const lists = new Set(DECIDING_LISTS.filter((list) => listings.some((each) => each.list === list)));
  const decided = decide({
    fraud,
    lists: lists satisfies ReadonlySet<DecidingList>,
    outcomes: rules.map(({ outcome }) => outcome),
    costs,
    calibratedCosts: costsAt(fraud.calibrated),
    thresholds,
  });
  return { ...decided, score: fraud.probability, base: fraud.base, expectedCosts: costs, fraud };
}

/** Who is let through is left alone; else a rule may ask for somebody to look at what is approved. */
function alerts({ decision, basis }: Decided, rules: readonly Rule[]): boolean {
  if (decision !== Decision.DECISION_APPROVE) return true;
  const isLetThrough =
    basis === DecisionBasis.DECISION_BASIS_LIST || basis === DecisionBasis.DECISION_BASIS_RULE;
  return !isLetThrough && rules.some((rule) => rule.alert);
}

function reasonsOf(
  fraud: FraudProbability,
  { firing, strange, classifier }: Findings,
  context: ReasonContext,
): readonly Reason[] {
  const contributions = new Map(fraud.contributions.map(({ code, contribution }) => [code, contribution]));
  const byRule = firing.live.map((rule) => ruleReason(rule, contributions.get(rule.code) ?? 0, context));
  const byFeature = strange.map(({ code, feature }) =>
    featureReason(code, feature, contributions.get(code) ?? 0, context),
  );
  const byClassifier = (classifier?.features ?? []).flatMap(({ code, feature }) => {
    const contribution = contributions.get(code);
    return contribution === undefined ? [] : [learntReason(code, feature, contribution, context)];
  });
  return [...byRule, ...byFeature, ...byClassifier].sort((a, b) => b.contribution - a.contribution);
}
