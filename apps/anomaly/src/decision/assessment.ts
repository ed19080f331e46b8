import {
  Decision,
  DecisionBasis,
  type ExpectedCosts,
  type Reason,
  type ShadowRule,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { EntityKind } from '#ml';

/** The judgement of one situation. */
export interface Assessment {
  readonly decision: Decision;
  readonly basis: DecisionBasis;
  /** 0 (ordinary) to 1 (certain fraud). */
  readonly score: number;
  /** Of an order of which nothing is known; with the contributions it adds up to the score. */
  readonly base: number;
  /** Largest contribution first. */
  readonly reasons: readonly Reason[];
  readonly expectedCosts?: ExpectedCosts | undefined;
  /** Rules in shadow that hold, with what would have been decided. */
  readonly shadow: readonly ShadowRule[];
  /** Whether somebody should look at it. */
  readonly alerts: boolean;
  /** Whom the firing rules blame, the strongest first; empty for orders. */
  readonly subjects: readonly EntityKind[];
}

/** What is found without a rule is never certain. */
export const SUSPICION_MOST = 0.99;

/** That somebody should look at something which no rule is about. */
export const toBeReviewed = (score: number, reasons: readonly Reason[]): Assessment => ({
  decision: Decision.DECISION_REVIEW,
  basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
  score,
  base: 0,
  reasons,
  shadow: [],
  alerts: true,
  subjects: [],
});
