import type { PaymentRoles } from '../detectors/payment-roles.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';

/**
 * A table of payments with what each amount is beside what the customer usually pays, a column for each usual amount: a
 * sum five times the usual one is strange whoever pays it, and trees cut by one column at a time. Throws RangeError on a role whose
 * column is not there.
 */
export function withPaymentRatios(matrix: FeatureMatrix, roles: PaymentRoles): FeatureMatrix {
  const valuesOf = (name: string): Float32Array => {
    const values = matrix.values[matrix.columns.indexOf(name)];
    if (values === undefined) throw new RangeError(`the table has no column ${name}`);
    return values;
  };
  const amounts = valuesOf(roles.amount);
  // One unit more, so that a customer who never paid anything is not infinitely strange.
  const ratios = roles.usualAmounts.map((name) => {
    const usual = valuesOf(name);
    return amounts.map((amount, row) => amount / ((usual[row] ?? NaN) + 1));
  });
  return {
    columns: [...matrix.columns, ...roles.usualAmounts.map((name) => `${roles.amount} / ${name}`)],
    rowCount: matrix.rowCount,
    values: [...matrix.values, ...ratios],
  };
}
