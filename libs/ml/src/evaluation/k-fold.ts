import type { Random } from '../random.ts';

/** Row numbers of one fold. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Splits rows into `folds` parts of nearly equal size; each is the test part once. With labels the share of
 * each class is nearly the same in every part (stratified). Throws RangeError on fewer than two folds, or more than rows.
 */
export function kFold(
  rows: number,
  folds: number,
  random: Random,
  labels?: ArrayLike<boolean | number>,
): readonly Fold[] {
  if (folds < 2 || folds > rows) throw new RangeError(`cannot split ${rows} rows into ${folds} folds`);
  const shuffled = random.sample(rows, rows);
  const labelOf = (row: number): number => Number(labels?.[row] ?? 0);
  // Class by class, and random within each, as sorting keeps the order of equals.
  const strata = shuffled.sort((a, b) => labelOf(b) - labelOf(a));
  const foldOf = new Int32Array(rows);
  for (const [place, row] of strata.entries()) foldOf[row] = place % folds;
  const all = Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: folds }, (_, fold) => ({
    train: Int32Array.from(all.filter((row) => foldOf[row] !== fold)),
    test: Int32Array.from(all.filter((row) => foldOf[row] === fold)),
  }));
}
