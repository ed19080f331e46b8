/** Rows of numbers, kept by column; NaN is missing. */
export interface FeatureMatrix {
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** [columns][rows] */
  readonly values: readonly Float32Array[];
}
