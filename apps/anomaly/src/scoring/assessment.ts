import { Decision, type Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { EntityKind } from '#ml';

/** The judgement of one situation. */
export interface Assessment {
  readonly decision: Decision;
  /** 0 (ordinary) to 1 (certain fraud). */
  readonly score: number;
  /** Largest contribution first; contributions add up to the score. */
  readonly reasons: readonly Reason[];
  /** Whether somebody should look at it. */
  readonly alerts: boolean;
  /** Whom the firing rules blame, the strongest first; empty for orders. */
  readonly subjects: readonly EntityKind[];
}

export const NOTHING_FOUND: Assessment = {
  decision: Decision.DECISION_APPROVE,
  score: 0,
  reasons: [],
  alerts: false,
  subjects: [],
};
