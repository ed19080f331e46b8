import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { PaymentScore, paymentMeasures } from './payment-score.ts';
import type { PaymentRoles } from './payment-roles.ts';

/** Throws RangeError naming a column of the roles that the table lacks. */
export function fitPaymentScore(matrix: FeatureMatrix, roles: PaymentRoles): PaymentScore {
  const { columns, rowCount, values } = matrix;
  const placeOf = (name: string): number => {
    const place = columns.indexOf(name);
    if (place < 0) throw new RangeError(`the table has no column ${JSON.stringify(name)}`);
    return place;
  };
  const places = {
    amount: Int32Array.of(placeOf(roles.amount)),
    usual: Int32Array.from(roles.usualAmounts, placeOf),
    rates: Int32Array.from(roles.risks, ({ rate }) => placeOf(rate)),
    counts: Int32Array.from(roles.risks, ({ count }) => placeOf(count)),
  };
  const count = 1 + places.usual.length + places.rates.length;
  const moments = Array.from({ length: count }, () => ({ known: 0, mean: 0, squares: 0 }));
  const row = new Float64Array(columns.length);
  for (let i = 0; i < rowCount; i++) {
    for (const [column, ofColumn] of values.entries()) row[column] = ofColumn[i] ?? NaN;
    for (const [k, measure] of paymentMeasures(row, places).entries()) {
      const moment = moments[k];
      if (moment === undefined || Number.isNaN(measure)) continue;
      // Welford 1962: stable in one pass.
      const distance = measure - moment.mean;
      moment.known += 1;
      moment.mean += distance / moment.known;
      moment.squares += distance * (measure - moment.mean);
    }
  }
  return new PaymentScore({
    ...places,
    means: Float64Array.from(moments, ({ mean }) => mean),
    deviations: Float64Array.from(moments, ({ known, squares }) => Math.sqrt(squares / Math.max(1, known))),
  });
}
