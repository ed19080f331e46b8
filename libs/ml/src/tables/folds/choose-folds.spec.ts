import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import type { ColumnSchema } from '../columns/column-schema.ts';
import type { Table } from '../table.ts';
import { chooseFolds, type FoldsWanted } from './choose-folds.ts';
import { timeFolds } from './time-folds.ts';

const ROWS = 120;
const schema = (name: string, type: ColumnSchema['type']): ColumnSchema => ({
  ...{ name, type, why: '', missing: 0, strays: 0, distinct: ROWS },
});
const rows = (of: (row: number) => number) => Float64Array.from({ length: ROWS }, (_, row) => of(row));
/** Rows in any order of time; the signup is always before the purchase. */
const purchase = rows((row) => ((row * 37) % ROWS) + 1_000);
const TABLE: Table = {
  rowCount: ROWS,
  columns: [
    { schema: schema('signup', 'date'), values: purchase.map((time) => time - 900) },
    { schema: schema('purchase', 'date'), values: purchase },
    { schema: schema('birth date', 'date'), values: rows((row) => 9_000 + row) },
    { schema: schema('size', 'number'), values: rows((row) => row % 5) },
    { schema: schema('shop', 'category'), values: new Int32Array(ROWS) },
  ],
};
const LABELS = Int32Array.from(purchase, (time) => Number(time % 3 === 0));
const choose = (wanted: Partial<FoldsWanted> = {}, table = TABLE, labels = LABELS) =>
  chooseFolds(table, labels, ['a', 'b'], { count: 4, ...wanted }, new Random(1));

describe('chooseFolds', () => {
  it('tests on what comes after all that was learnt from, by the latest date', () => {
    const { folds, how } = choose();
    expect(how).toBe('4 folds by "purchase": each is tested on rows later than those it learnt from');
    for (const { train, test } of folds) {
      const times = (of: Int32Array) => [...of].map((row) => purchase[row] ?? 0);
      expect(Math.max(...times(train))).toBeLessThan(Math.min(...times(test)));
    }
    expect(folds.map(({ train, test }) => [train.length, test.length])).toEqual([
      [24, 24],
      [48, 24],
      [72, 24],
      [96, 24],
    ]);
  });

  it('has the same share of each class in every part where there is no time, or none is wanted', () => {
    const timeless = { ...TABLE, columns: TABLE.columns.slice(3) };
    expect(choose({}, timeless).how).toMatch(/the table has no column of times$/);
    const { folds, how } = choose({ time: false });
    expect(how).toMatch(/as told$/);
    for (const { test } of folds) expect(test.filter((row) => LABELS[row] === 1)).toHaveLength(10);
    expect(folds.flatMap(({ test }) => [...test]).toSorted((a, b) => a - b)).toEqual([...Array(ROWS).keys()]);
  });

  it('does not go by time where the early rows lack a class, and says so', () => {
    const late = Int32Array.from(purchase, (time) => Number(time > 1_100));
    expect(choose({}, TABLE, late).how).toMatch(/not by "purchase", as early rows lack a class$/);
  });

  it('does not go by times that are nearly all the same, unless it is told to', () => {
    const same = TABLE.columns
      .slice(1, 2)
      .map((column) => ({ ...column, values: rows((row) => (row < 20 ? row : 99)) }));
    const table = { ...TABLE, columns: same };
    expect(choose({}, table).how).toMatch(/not by "purchase", which has too few different times$/);
    expect(() => choose({ time: 'purchase' }, table)).toThrow('too few different times for 4 folds');
  });

  it('refuses a class of fewer rows than folds, and a column that is no time', () => {
    const rare = LABELS.map((_, row) => Number(row < 3));
    expect(() => choose({}, TABLE, rare)).toThrow('the class "b" has 3 rows, fewer than the 4 folds');
    expect(() => choose({ time: 'shop' })).toThrow('--time "shop" is a category, not times');
    expect(() => choose({ time: 'when' })).toThrow('--time "when" is no column that is learnt from');
  });
});

describe('timeFolds', () => {
  it('keeps rows of one time together, and learns only from those without', () => {
    const folds = timeFolds([1, 1, 2, 2, 2, 3, NaN, 4, 4], 2);
    expect(folds?.map(({ train, test }) => [[...train], [...test]])).toEqual([
      [[0, 1, 6], [2, 3, 4, 5].slice(0, 3)],
      [
        [0, 1, 2, 3, 4, 6],
        [5, 7, 8],
      ],
    ]);
    expect(timeFolds([1, 1, 1, 1], 2)).toBeUndefined();
  });
});
