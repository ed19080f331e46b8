import type {
  Decision,
  DecisionBasis,
  ExpectedCosts,
  Reason,
  ShadowRule,
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
