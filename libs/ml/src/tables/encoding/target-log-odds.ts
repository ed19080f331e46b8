/** Rows that the share of all classes counts for: a category of few rows is like all others (Micci-Barreca 2001). */
const PRIOR_ROWS = 10;

/** Log-odds of a class among rows alike, drawn towards those of all rows, the more the fewer they are. */
export function targetLogOdds(classRows: number, rows: number, prior: number): number {
  const share = (classRows + PRIOR_ROWS * prior) / (rows + PRIOR_ROWS);
  return Math.log(share / (1 - share));
}
