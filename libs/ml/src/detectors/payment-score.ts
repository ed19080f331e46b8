import type { NamedArrays } from '../artifact/arrays.ts';
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
    measures[1 + usual.length + i] = shrunk(row[rate] ?? NaN, row[counts[i] ?? -1] ?? NaN);
  }
  return measures;
}

/** Earlier payments without fraud that every entity is taken to have had. */
const PRIOR_PAYMENTS = 0;

const shrunk = (rate: number, count: number): number => (rate * count) / (count + PRIOR_PAYMENTS || 1);

/**
 * What is known of fraud in payments, without a label: a high amount, by itself or beside what the customer usually pays,
 * and a merchant where there was fraud before. Only the upper tail is strange. The score is the largest of the z-scores
 * of amounts, and the mean of those of the risks.
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
    add(largest === 0 ? amount[0] : usual[largest - 1], amounts[largest] ?? 0);
    for (const [i, rate] of rates.entries()) add(rate, (above[1 + usual.length + i] ?? 0) / rates.length);
    return { score: contributions.reduce((sum, each) => sum + each, 0), base: 0, contributions };
  }

  state(): NamedArrays {
    return { ...this.columns };
  }
}
