import { kFold } from '../../evaluation/k-fold.ts';
import type { Random } from '../../random.ts';
import type { FeatureMatrix } from '../feature-matrix.ts';
import type { Table, TableColumn } from '../table.ts';
import { encodeColumn, rowsAlikeName, type EncodedColumn } from './encode-column.ts';
import type { Encoding } from './encoding.ts';
import { fitEncoding } from './fit-encoding.ts';

const INNER_FOLDS = 5;

/** Turns a table into the numbers that models learn from. Knows only the rows it was fitted on. */
export class TableEncoder {
  /** `encodings` [table columns] */
  constructor(
    readonly encodings: readonly Encoding[],
    private readonly classes: readonly string[],
  ) {}

  /**
   * From these rows of a table, with what they are to a model. A row's own label is in none of its numbers: what rows
   * alike were labelled is taken from the other inner folds (as in Prokhorenkova et al. 2018, §3.2, "holdout").
   * `labels` [table rows].
   */
  static fit(
    table: Table,
    rows: Int32Array,
    labels: Int32Array,
    classes: readonly string[],
    random: Random,
  ): { readonly encoder: TableEncoder; readonly matrix: FeatureMatrix } {
    const fit = (column: TableColumn, of: Int32Array) => fitEncoding(column, of, labels, classes.length);
    const encodings = table.columns.map((column) => fit(column, rows));
    const folds = Math.min(INNER_FOLDS, rows.length);
    const inner = encodings.some(({ kind }) => kind === 'target')
      ? kFold(
          rows.length,
          folds,
          random,
          Array.from(rows, (row) => labels[row] ?? 0),
        )
      : [];
    const columns = table.columns.flatMap((column, i) => {
      const encoding = encodings[i] ?? { kind: 'number' };
      const whole = encodeColumn(column, encoding, rows, classes);
      if (encoding.kind !== 'target') return whole;
      for (const { train, test } of inner) {
        const others = fit(
          column,
          train.map((place) => rows[place] ?? 0),
        );
        const own = test.map((place) => rows[place] ?? 0);
        overwrite(whole.slice(1), test, encodeColumn(column, others, own, classes).slice(1));
      }
      return whole.map((each) =>
        // As many others as a row that is not among them would find.
        each.name === rowsAlikeName(column.schema)
          ? {
              name: each.name,
              values: each.values.map((log) => Math.log1p(Math.max(0, Math.expm1(log) - 1))),
            }
          : each,
      );
    });
    return { encoder: new TableEncoder(encodings, classes), matrix: matrixOf(columns, rows.length) };
  }

  /** What these rows of a table are to a model. The table has the columns it was fitted on. */
  encode(table: Table, rows: Int32Array): FeatureMatrix {
    const columns = table.columns.flatMap((column, i) =>
      encodeColumn(column, this.encodings[i] ?? { kind: 'number' }, rows, this.classes),
    );
    return matrixOf(columns, rows.length);
  }

  /** [encoded columns] The column of the table that each comes from. */
  sources(table: Table): Int32Array {
    const none = new Int32Array();
    return Int32Array.from(
      table.columns.flatMap((column, i) =>
        encodeColumn(column, this.encodings[i] ?? { kind: 'number' }, none, this.classes).map(() => i),
      ),
    );
  }
}

function overwrite(
  whole: readonly EncodedColumn[],
  places: Int32Array,
  part: readonly EncodedColumn[],
): void {
  for (const [i, { values }] of whole.entries()) {
    for (const [at, place] of places.entries()) values[place] = part[i]?.values[at] ?? NaN;
  }
}

const matrixOf = (columns: readonly EncodedColumn[], rowCount: number): FeatureMatrix => ({
  columns: columns.map(({ name }) => name),
  rowCount,
  values: columns.map(({ values }) => values),
});
