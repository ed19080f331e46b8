import { describe, expect, it } from '@jest/globals';
import type { Detector } from '../detectors/detector.ts';
import { scoreRows } from '../detectors/score-rows.ts';
import { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';

export interface DetectorSubject {
  /** Trains on a table whose columns are amount, usual, rate, count and one that is constant. */
  readonly fit: (matrix: FeatureMatrix, random: Random) => Detector | Promise<Detector>;
  /** Makes it of its state again. */
  readonly reload: (detector: Detector) => Detector;
}

/** The last one is constant. */
const STRANGE_COLUMNS = ['amount', 'usual', 'rate', 'count', 'constant'] as const;
const ROWS = 600;
const ORDINARY = Float64Array.of(20, 20, 0.01, 10, 7);
/** Strange in all columns that vary. */
const STRANGE = [Float64Array.of(400, 60, 0.9, 40, 7), Float64Array.of(300, 2, 0.7, 0, 7)];
/** Strange in the rate alone. */
const RISKY = Float64Array.of(20, 20, 0.9, 10, 7);

/** Payments near what the customer usually pays, hardly any risk; as many rows as told are the last one again. */
function payments(random: Random, rows = ROWS, repeated = 0): FeatureMatrix {
  const values = STRANGE_COLUMNS.map(() => new Float32Array(rows + repeated));
  for (let row = 0; row < rows + repeated; row++) {
    const usual = 15 + 10 * random.next();
    const made = [usual + 2 * random.normal(), usual, 0.02 * random.next(), 5 + 10 * random.next(), 7];
    for (const [column, ofColumn] of values.entries()) {
      ofColumn[row] = row < rows ? (made[column] ?? 0) : (ofColumn[rows - 1] ?? 0);
    }
  }
  return { columns: STRANGE_COLUMNS, rowCount: rows + repeated, values };
}

const withRows = (matrix: FeatureMatrix, rows: readonly Float64Array[]): FeatureMatrix => ({
  ...matrix,
  rowCount: matrix.rowCount + rows.length,
  values: matrix.values.map((column, i) => Float32Array.of(...column, ...rows.map((row) => row[i] ?? NaN))),
});

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

/** What every detector promises, whatever it is made of. */
export function describeDetector(name: string, { fit, reload }: DetectorSubject): void {
  describe(`${name}, a detector`, () => {
    it('ranks rows that are known to be strange first, though it was trained with them', async () => {
      const matrix = withRows(payments(new Random(1)), STRANGE);
      const scores = scoreRows(await fit(matrix, new Random(2)), matrix);
      const strange = scores.subarray(ROWS);
      const ordinary = scores.slice(0, ROWS).sort();
      expect(Math.min(...strange)).toBeGreaterThan(ordinary[Math.floor(0.99 * ROWS)] ?? NaN);
    });

    it('says what each column adds: base and contributions make the score, the strange column most of it', async () => {
      const detector = await fit(payments(new Random(1)), new Random(2));
      for (const row of [ORDINARY, RISKY, ...STRANGE]) {
        const { score, base, contributions } = detector.score(row);
        expect(contributions).toHaveLength(row.length);
        expect(base + sum(contributions)).toBeCloseTo(score, 8);
      }
      const risky = detector.score(RISKY).contributions;
      expect(risky.indexOf(Math.max(...risky))).toBe(STRANGE_COLUMNS.indexOf('rate'));
      expect(Math.abs(risky[STRANGE_COLUMNS.indexOf('constant')] ?? NaN)).toBeLessThan(
        0.2 * Math.max(...risky),
      );
    });

    it('scores rows with missing, infinite-looking and unseen values by a finite number', async () => {
      const matrix = payments(new Random(1));
      const gaps = { ...matrix, values: matrix.values.map((column, i) => withGaps(column, i)) };
      const detector = await fit(gaps, new Random(2));
      for (const value of [NaN, 1e30, -1e30, 0]) {
        const { score, contributions } = detector.score(new Float64Array(STRANGE_COLUMNS.length).fill(value));
        expect([value, Number.isFinite(score)]).toEqual([value, true]);
        expect(contributions.every(Number.isFinite)).toBe(true);
      }
      expect(scoreRows(detector, gaps).every(Number.isFinite)).toBe(true);
    });

    it('takes a row that is most of the table for the most ordinary', async () => {
      const matrix = payments(new Random(1), 100, 500);
      const scores = scoreRows(await fit(matrix, new Random(2)), matrix);
      const middle = scores.slice().sort()[300] ?? NaN;
      expect(scores[599]).toBeLessThanOrEqual(middle);
    });

    it('does not mind a single row', async () => {
      const detector = await fit(payments(new Random(1), 1), new Random(2));
      expect(Number.isFinite(detector.score(ORDINARY).score)).toBe(true);
    });

    it('repeats itself for a seed and scores the same after saving and loading', async () => {
      const matrix = payments(new Random(1));
      const one = await fit(matrix, new Random(3));
      const two = await fit(matrix, new Random(3));
      const loaded = reload(one);
      for (const row of [ORDINARY, ...STRANGE]) {
        expect(two.score(row)).toEqual(one.score(row));
        expect(loaded.score(row)).toEqual(one.score(row));
      }
      expect(loaded.name).toBe(one.name);
    });

    it('stays small, and quick enough for a checkout', async () => {
      const detector = await fit(payments(new Random(1), 5_000), new Random(2));
      const bytes = Object.values(detector.state()).reduce((all, array) => all + array.byteLength, 0);
      expect(bytes).toBeLessThan(8e6);
      const startMs = performance.now();
      for (let i = 0; i < 200; i++) detector.score(ORDINARY);
      // Under a tenth of a millisecond alone; the rest is for what else runs on the machine.
      expect((performance.now() - startMs) / 200).toBeLessThan(5);
    });
  });
}

/** Every seventh value missing, and a column without any. */
function withGaps(column: Float32Array, number: number): Float32Array {
  return column.map((value, row) => (number === 4 || (row + number) % 7 === 0 ? NaN : value));
}
