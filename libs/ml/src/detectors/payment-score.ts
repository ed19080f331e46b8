import type { NamedArrays } from '../artifact/arrays.ts';
import { addUp } from './add-up.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Columns by their number, and mean and deviation of what is made of them on the training rows. */
export interface PaymentColumns {
  /** [1] The column of the amount. */
  readonly amount: Int32Array;
  /** [usual amounts] */
  readonly usual: Int32Array;
  /** [risks] Their rates and, parallel, their counts. */
  readonly rates: Int32Array;
  readonly counts: Int32Array;
  /** [1 + usual amounts + risks]: of the amount, of each ratio, of each risk. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** A customer who never paid more than this on average is compared with it; of the currency's unit. */
const USUAL_LEAST = 1;

/** What the payments of `row` are measured by: the amount, its ratio to each usual amount, each risk. */
export function paymentMeasures(
  row: Float64Array,
  { amount, usual, rates, counts }: Omit<PaymentColumns, 'means' | 'deviations'>,
): Float64Array {
  const paid = row[amount[0] ?? -1] ?? NaN;
  const measures = new Float64Array(1 + usual.length + rates.length);
  measures[0] = paid;
  for (const [i, column] of usual.entries()) measures[1 + i] = paid / ((row[column] ?? NaN) + USUAL_LEAST);
  for (const [i, rate] of rates.entries()) {
    measures[1 + usual.length + i] = saturated(row[rate] ?? NaN, row[counts[i] ?? -1] ?? NaN);
  }
  return measures;
}

/** Of so many earlier frauds, half of what any number can say: the first ones say the most. */
const HALF_SAID = 3;

/** 0 without an earlier fraud, towards 1 with many. */
function saturated(rate: number, count: number): number {
  const frauds = rate * count;
  return frauds / (frauds + HALF_SAID);
}

/**
 * What is known of fraud in payments, without a label: a high amount, by itself or beside what the customer usually pays,
 * and a merchant where there was fraud before. Only the upper tail is strange. The score is the square of the largest
 * z-score of the amounts plus the square of the mean of those of the risks: either is enough.
 */
export class PaymentScore implements Detector {
  readonly name = 'payment-score';

  constructor(private readonly columns: PaymentColumns) {}

  static from(state: NamedArrays): PaymentScore {
    const { amount, usual, rates, counts, means, deviations } = state;
    if (!(
      amount instanceof Int32Array &&
      usual instanceof Int32Array &&
      rates instanceof Int32Array &&
      counts instanceof Int32Array &&
      means instanceof Float64Array &&
      deviations instanceof Float64Array
    )) {
      throw new TypeError('not the arrays of a payment score');
    }
    return new PaymentScore({ amount, usual, rates, counts, means, deviations });
  }

  score(row: Float64Array): AnomalyScore {
    const { amount, usual, rates, means, deviations } = this.columns;
    const above = paymentMeasures(row, this.columns).map((measure, i) => {
      const deviation = deviations[i] ?? 0;
      const z = deviation === 0 ? 0 : (measure - (means[i] ?? 0)) / deviation;
      return z > 0 ? z : 0;
    });
    const contributions = new Float64Array(row.length);
    const add = (column: number | undefined, part: number) => {
      if (column !== undefined) contributions[column] = (contributions[column] ?? 0) + part;
    };
    const amounts = above.subarray(0, 1 + usual.length);
    const largest = amounts.indexOf(amounts.reduce((a, b) => Math.max(a, b), 0));
    add(largest === 0 ? amount[0] : usual[largest - 1], (amounts[largest] ?? 0) ** 2);
    const risks = above.subarray(1 + usual.length);
    const riskSum = risks.reduce((a, b) => a + b, 0);
    for (const [i, rate] of rates.entries()) add(rate, ((risks[i] ?? 0) * riskSum) / rates.length ** 2);
    return addUp(contributions);
  }

  state(): NamedArrays {
    return { ...this.columns };
  }
}
