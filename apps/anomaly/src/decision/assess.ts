import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import { Decision, DecisionBasis, type Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { DECIDING_LISTS, type Listing } from '../lists/shop-lists.ts';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { Firing } from '../rules/rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import type { Assessment } from './assessment.ts';
import { decide, type Decided, type Likelihood } from './decide.ts';
import { expectedCosts } from './expected-costs.ts';
import { noisyOr, type JointScore } from './joint-score.ts';
import type { ExplainedProbability } from './model-contributions.ts';
import type { FeatureEvidence } from './model-evidence.ts';
import { learntReasons, listReason, ruleReason, strangeReason, type ReasonContext } from './reasons.ts';

/** All that is known of a situation. */
export interface Findings {
  readonly firing: Firing;
  /** What is unlike past orders. */
  readonly strange: readonly FeatureEvidence[];
  /** What the outcomes of past orders tell, where enough are known. */
  readonly learnt?: ExplainedProbability | undefined;
  /** Who involved is on a list that decides. */
  readonly listings: readonly Listing[];
  /** Of an order: its amount, and the costs in its currency. */
  readonly order?: { readonly amountMinor: number; readonly costs: DecisionCosts | undefined } | undefined;
  readonly thresholds: RuleSettings['thresholds'];
}

/** The model's probability among the evidence; no rule has a code like it. */
const LEARNT = 'learnt';

/** Joins what rules, lists and models say into a decision, and says why. */
export function assess(findings: Findings, context: ReasonContext): Assessment {
  const { live, shadow } = findings.firing;
  const { joint, ...decided } = judged(findings, live);
  const { learnt } = findings;
  // Of what is learnt, the part that is left beside the other evidence.
  const share = learnt === undefined ? 0 : (joint.contributions.get(LEARNT) ?? 0) / (learnt.probability || 1);
  return {
    ...decided,
    score: joint.score,
    base: share * (learnt?.base ?? 0),
    reasons: reasonsOf(findings, joint, share, context),
    shadow: shadow.map((rule) => ({
      code: rule.code,
      decision: judged(findings, [...live, rule]).decision,
    })),
    alerts: alerts(decided, live),
    subjects: live
      .toSorted((a, b) => b.score - a.score)
      .flatMap(({ subject }) => (subject === undefined ? [] : [subject])),
  };
}

/** What is decided if these rules are in force: by the outcomes of past orders, and by all evidence together. */
function judged(
  { strange, learnt, listings, order, thresholds }: Findings,
  rules: readonly Rule[],
): Decided & { readonly joint: JointScore } {
  const joint = noisyOr([
    ...rules,
    ...strange,
    ...(learnt === undefined ? [] : [{ code: LEARNT, score: learnt.probability }]),
  ]);
  const likelihood = (probability: number, isCalibrated: boolean): Likelihood => ({
    probability,
    isCalibrated,
    costs: order?.costs && expectedCosts(probability, order.amountMinor, order.costs),
  });
  const decided = decide({
    likelihoods: [
      ...(learnt === undefined ? [] : [likelihood(learnt.probability, true)]),
      likelihood(joint.score, false),
    ],
    lists: new Set(DECIDING_LISTS.filter((list) => listings.some((each) => each.list === list))),
    outcomes: rules.map(({ outcome }) => outcome),
    thresholds,
  });
  return { ...decided, joint };
}

/** Who is let through is left alone; else a rule may ask for somebody to look at what is approved. */
function alerts({ decision, basis }: Decided, rules: readonly Rule[]): boolean {
  if (decision !== Decision.DECISION_APPROVE) return true;
  const isLetThrough =
    basis === DecisionBasis.DECISION_BASIS_LIST || basis === DecisionBasis.DECISION_BASIS_RULE;
  return !isLetThrough && rules.some((rule) => rule.alert);
}

function reasonsOf(
  { firing, strange, learnt, listings }: Findings,
  { contributions }: JointScore,
  share: number,
  context: ReasonContext,
): readonly Reason[] {
  const of = (code: string) => contributions.get(code) ?? 0;
  const reasons = [
    ...firing.live.map((rule) => ruleReason(rule, of(rule.code), context)),
    ...strange.map(({ code, feature }) => strangeReason(code, feature, of(code), context)),
    ...(learnt === undefined ? [] : learntReasons(learnt, share, context)),
  ];
  return [...listings.map(listReason), ...reasons.sort((a, b) => b.contribution - a.contribution)];
}
