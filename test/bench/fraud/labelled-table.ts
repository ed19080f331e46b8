import type { FeatureMatrix, PaymentRoles } from '#ml';

/** Features with the truth about each row. */
export interface LabelledTable extends FeatureMatrix {
  /** True is fraud, or an anomaly; [rows]. */
  readonly labels: readonly boolean[];
  /** What columns of payments mean, where the data set says it. */
  readonly roles?: PaymentRoles;
}

/** The rows of these numbers, in that order. */
export function pickRows(table: LabelledTable, rows: Int32Array): LabelledTable {
  return {
    ...table,
    rowCount: rows.length,
    values: table.values.map((column) => Float32Array.from(rows, (row) => column[row] ?? NaN)),
    labels: [...rows].map((row) => table.labels[row] === true),
  };
}
