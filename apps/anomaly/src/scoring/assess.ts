import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { Rule, RuleFile } from '../rules/rule-file.ts';
import { NOTHING_FOUND, type Assessment } from './assessment.ts';
import type { Evidence } from './model-evidence.ts';

type Thresholds = RuleFile['thresholds'];

/**
 * Joins what the rules and the model say. Each is taken as an independent chance s of fraud, so the score is
 * 1 - Π(1 - s) (noisy or), and each reason's contribution is its share of the sum of ln(1 - s).
 */
export function assess(
  rules: readonly Rule[],
  modelEvidence: readonly Evidence[],
  thresholds: Thresholds,
): Assessment {
  const evidence: readonly Evidence[] = [...rules, ...modelEvidence].filter(({ score }) => score > 0);
  const logs = evidence.map(({ score }) => Math.log1p(-score));
  const logSum = logs.reduce((sum, log) => sum + log, 0);
  const score = -Math.expm1(logSum);
  const decision = decide(score, rules, thresholds);
  const alerts = decision !== Decision.DECISION_APPROVE || rules.some((rule) => rule.alert);
  if (evidence.length === 0 && !alerts) return NOTHING_FOUND;
  return {
    decision,
    score,
    reasons: evidence
      .map(({ code, description }, i) => ({
        code,
        description,
        contribution: (score * (logs[i] ?? 0)) / logSum,
      }))
      .sort((a, b) => b.contribution - a.contribution),
    alerts,
    subjects: [...rules]
      .sort((a, b) => b.score - a.score)
      .flatMap(({ subject }) => (subject === undefined ? [] : [subject])),
  };
}

/** By the score, and at least as strict as the strictest rule that fires. */
function decide(score: number, rules: readonly Rule[], { review, decline }: Thresholds): Decision {
  const asks = (decision: Rule['decision']) => rules.some((rule) => rule.decision === decision);
  if (score >= decline || asks('decline')) return Decision.DECISION_DECLINE;
  if (score >= review || asks('review')) return Decision.DECISION_REVIEW;
  return Decision.DECISION_APPROVE;
}
