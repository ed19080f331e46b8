import type { OutcomeCosts } from './outcome-costs.ts';

/** What declining every order with at least this score would have done. */
export interface ThresholdPoint {
  readonly threshold: number;
  /** Of the fraud; NaN where there is none. */
  readonly caughtShare: number;
  /** Of the good orders; NaN where there are none. */
  readonly blockedShare: number;
  /** Fraud among what would be declined; NaN where nothing would. */
  readonly precision: number;
  readonly costMinor: number;
}

/** Steps between 0 and 1: a curve to look at, in a bounded memory. */
const STEPS = 100;

/**
 * Scores against outcomes: every threshold's catch and cost from one pass. Scores fall into a hundred bins, as a
 * precision-recall curve is drawn of histograms.
 */
export class ThresholdCurve {
  private readonly fraud = new Float64Array(STEPS + 1);
  private readonly good = new Float64Array(STEPS + 1);
  /** What declining the orders of a bin costs more than approving them. */
  private readonly moreMinor = new Float64Array(STEPS + 1);
  private approveAllMinor = 0;

  add(score: number, isFraud: boolean, costs: OutcomeCosts | undefined): void {
    const bin = Math.max(0, Math.min(STEPS, Math.floor(score * STEPS)));
    const counts = isFraud ? this.fraud : this.good;
    counts[bin] = (counts[bin] ?? 0) + 1;
    this.approveAllMinor += costs?.approve ?? 0;
    this.moreMinor[bin] =
      (this.moreMinor[bin] ?? 0) + (costs === undefined ? 0 : costs.decline - costs.approve);
  }

  /** From the highest threshold, which declines least. */
  points(): readonly ThresholdPoint[] {
    const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
    const [fraudAll, goodAll] = [sum(this.fraud), sum(this.good)];
    let [caught, blocked, costMinor] = [0, 0, this.approveAllMinor];
    return Array.from({ length: STEPS + 1 }, (_, i) => {
      const bin = STEPS - i;
      caught += this.fraud[bin] ?? 0;
      blocked += this.good[bin] ?? 0;
      costMinor += this.moreMinor[bin] ?? 0;
      return {
        threshold: bin / STEPS,
        caughtShare: caught / fraudAll,
        blockedShare: blocked / goodAll,
        precision: caught / (caught + blocked),
        costMinor,
      };
    });
  }
}
