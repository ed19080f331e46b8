import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { decisionName, type OutcomeCosts } from './outcome-costs.ts';

/** What a configuration did with the orders of a time, and what that cost; money in minor units. */
export interface BacktestFigures {
  readonly orders: number;
  readonly fraud: number;
  /** Fraud that was declined or sent to review. */
  readonly caughtDeclined: number;
  readonly caughtReviewed: number;
  /** Fraud that was approved. */
  readonly missed: number;
  /** Good orders that were declined, and that were sent to review. */
  readonly goodBlocked: number;
  readonly goodReviewed: number;
  readonly reviews: number;
  readonly missedMinor: number;
  readonly blockedMinor: number;
  readonly reviewsMinor: number;
  /** All three: what the decisions cost beside knowing the truth. */
  readonly costMinor: number;
  /** What approving every order would have cost less that: the balance. */
  readonly savedMinor: number;
}

/** A decided order, now that it is known what it was. */
export interface DecidedOrder {
  readonly decision: Decision;
  readonly isFraud: boolean;
  /** undefined where the shop has none in the order's currency: it counts, without money. */
  readonly costs: OutcomeCosts | undefined;
}

type Cell = { count: number; costMinor: number };
const cell = (): Cell => ({ count: 0, costMinor: 0 });

/** Adds up one configuration's decisions about the orders of one currency. */
export class BacktestTally {
  private readonly fraud = { approve: cell(), review: cell(), decline: cell() };
  private readonly good = { approve: cell(), review: cell(), decline: cell() };
  private approveAllMinor = 0;

  add({ decision, isFraud, costs }: DecidedOrder): void {
    const name = decisionName(decision);
    const into = (isFraud ? this.fraud : this.good)[name];
    into.count += 1;
    into.costMinor += costs?.[name] ?? 0;
    this.approveAllMinor += costs?.approve ?? 0;
  }

  figures(): BacktestFigures {
    const { fraud, good } = this;
    const count = (cells: typeof fraud) => cells.approve.count + cells.review.count + cells.decline.count;
    const missedMinor = fraud.approve.costMinor;
    const blockedMinor = good.decline.costMinor;
    const reviewsMinor = fraud.review.costMinor + good.review.costMinor;
    const costMinor = missedMinor + blockedMinor + reviewsMinor;
    return {
      orders: count(fraud) + count(good),
      fraud: count(fraud),
      caughtDeclined: fraud.decline.count,
      caughtReviewed: fraud.review.count,
      missed: fraud.approve.count,
      goodBlocked: good.decline.count,
      goodReviewed: good.review.count,
      reviews: fraud.review.count + good.review.count,
      missedMinor,
      blockedMinor,
      reviewsMinor,
      costMinor,
      savedMinor: this.approveAllMinor - costMinor,
    };
  }
}
