/** How one column of a table becomes columns of numbers. Plain data, kept with the model; codes are the schema's. */
export type Encoding =
  | { readonly kind: 'number' }
  /** Days since 1970, weekday from Monday as 0 and hour, all in UTC. */
  | { readonly kind: 'date'; readonly hasTime: boolean }
  /** 1 in the column of the category, `codes` in order; missing has a column of its own where any was. */
  | { readonly kind: 'one-hot'; readonly codes: readonly number[] }
  /** How many rows of training are alike, and what their labels were: see TargetCodes. */
  | { readonly kind: 'target'; readonly codes: readonly TargetCode[]; readonly priors: readonly number[] };

/** What training knows of one category. */
export interface TargetCode {
  readonly code: number;
  readonly rows: number;
  /** Rows of each class. */
  readonly classRows: readonly number[];
}
