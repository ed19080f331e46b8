import { describe, expect, it } from '@jest/globals';
import { rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import { ColumnProfile } from '../columns/column-profile.ts';
import { inferColumn } from '../columns/infer-column.ts';
import { TableBuilder } from '../table-builder.ts';
import type { Table } from '../table.ts';
import { TableEncoder } from './table-encoder.ts';

/** Columns of cells as the table a file with them would be; the schemas see `schemaRows` of them, all unless told. */
function tableOf(columns: Readonly<Record<string, readonly string[]>>): Table {
  const entries = Object.entries(columns);
  const schemas = entries.map(([name, cells]) => {
    const profile = new ColumnProfile(name, 1_000);
    for (const cell of cells) profile.add(cell);
    return inferColumn(profile);
  });
  const rows = entries[0]?.[1].length ?? 0;
  const builder = new TableBuilder(schemas, rows);
  for (let row = 0; row < rows; row++) builder.add((column) => entries[column]?.[1][row] ?? '');
  return builder.take();
}

const all = (count: number) => Int32Array.from({ length: count }, (_, row) => row);
const CLASSES = ['no', 'yes'];
const fit = (table: Table, labels: readonly number[], rows = all(table.rowCount), seed = 1) =>
  TableEncoder.fit(table, rows, Int32Array.from(labels), CLASSES, new Random(seed));

describe('TableEncoder', () => {
  it('keeps numbers, takes dates apart and gives each category a column', () => {
    const table = tableOf({
      n: ['1', '', '2.5', '3', '3', '4'],
      at: ['2024-01-01 06:00', '2024-01-02', '', '2024-01-07 18:30', '2024-01-01', '2024-01-01'],
      c: ['a', 'b', 'a', '', 'b', 'a'],
    });
    const { encoder, matrix } = fit(table, [0, 1, 0, 1, 0, 1]);
    expect(matrix.columns).toEqual(['n', 'at: day', 'at: weekday', 'at: hour', 'c is missing', 'c = a']);
    expect(matrix.values.map((values) => [...values.slice(0, 4)])).toEqual([
      [1, NaN, 2.5, 3],
      [19_723, 19_724, NaN, 19_729],
      [0, 1, NaN, 6],
      [6, 0, NaN, 18.5],
      [0, 0, 0, 1],
      [1, 0, 1, 0],
    ]);
    expect([...encoder.sources(table)]).toEqual([0, 1, 1, 1, 2, 2]);
    expect(encoder.encode(table, Int32Array.of(3)).values.map(([value]) => value)).toEqual([
      3, 19_729, 6, 18.5, 1, 0,
    ]);
  });

  /** Far more categories than can have a column each, and labels that have nothing to do with them. */
  const random = new Random(5);
  const labels = Array.from({ length: 600 }, () => random.integer(2));
  const noise = tableOf({ c: labels.map(() => `c${random.integer(200)}`) });

  it('does not let a row know its own label by its category', () => {
    const { encoder, matrix } = fit(noise, labels);
    const aucOf = (values: ArrayLike<number> | undefined) =>
      rocAuc(
        values ?? [],
        labels.map((label) => label === 1),
      );
    expect(matrix.columns).toEqual(['c: rows alike', 'c: mostly yes']);
    expect(aucOf(matrix.values[1])).toBeLessThan(0.6);
    // What it would be if it did.
    expect(aucOf(encoder.encode(noise, all(600)).values[1])).toBeGreaterThan(0.75);
  });

  it('knows nothing of the rows it was not fitted on', () => {
    const rows = all(600).filter((row) => row < 400);
    const changed = labels.map((label, row) => (row < 400 ? label : 1 - label));
    expect(fit(noise, changed, rows)).toEqual(fit(noise, labels, rows));
  });

  it('takes a category it has never met for one like all others', () => {
    const { encoder } = fit(noise, labels);
    const { schema } = noise.columns[0] ?? {};
    const builder = new TableBuilder(schema ? [schema] : [], 1);
    builder.add(() => 'never met');
    expect(builder.misfits).toEqual([{ name: 'c', strays: 0, unseen: 1 }]);
    const share = labels.filter((label) => label === 1).length / 600;
    const [alike, mostly] = encoder.encode(builder.take(), Int32Array.of(0)).values;
    expect(alike?.[0]).toBe(0);
    expect(mostly?.[0]).toBeCloseTo(Math.log(share / (1 - share)), 2);
  });

  it('counts the other rows alike, whether or not the row is among them', () => {
    const { encoder, matrix } = fit(noise, labels);
    const rows = all(600);
    const codes = noise.columns[0]?.values ?? [];
    const alike = [...codes].filter((code) => code === codes[7]).length;
    expect(Math.expm1(matrix.values[0]?.[7] ?? 0)).toBeCloseTo(alike - 1);
    expect(Math.expm1(encoder.encode(noise, rows).values[0]?.[7] ?? 0)).toBeCloseTo(alike);
  });
});
