import type { BinColumn } from './binned-matrix.ts';

/**
 * Puts the rows from..to that go left before those that go right, each in their old order, in place. `scratch` has room
 * for them. Returns where the right ones begin.
 */
export function partitionRows(
  rows: Int32Array,
  from: number,
  to: number,
  bins: BinColumn,
  cut: { readonly bin: number; readonly missingBin: number; readonly missingLeft: boolean },
  scratch: Int32Array,
): number {
  const { bin, missingBin } = cut;
  const missingLeft = Number(cut.missingLeft);
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i] ?? 0;
    const at = bins[row] ?? 0;
    const goesLeft = at === missingBin ? missingLeft : Number(at <= bin);
    // Written to both, and kept in one: which it is, no processor could foresee.
    rows[left] = row;
    scratch[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  rows.set(scratch.subarray(0, right), left);
  return left;
}
