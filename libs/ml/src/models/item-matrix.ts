import { ScoreBoard } from './score-board.ts';
import { NOT_ONE } from './recommender.ts';
import type { NamedArrays, NumberArray } from '../artifact/arrays.ts';

/** A sparse item x item table in compressed rows; within a row the largest value comes first. */
export interface ItemMatrix {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Builds a matrix row by row: `addRow` puts row `item` on the board; the `rowMost` largest entries are kept. */
export function buildItemMatrix(
  itemCount: number,
  rowMost: number,
  addRow: (item: number, board: ScoreBoard) => void,
): ItemMatrix {
  const board = new ScoreBoard(itemCount);
  const starts = new Int32Array(itemCount + 1);
  const rows = Array.from({ length: itemCount }, (_, item) => {
    board.clear();
    addRow(item, board);
    const row = board.top(rowMost);
    starts[item + 1] = (starts[item] ?? 0) + row.items.length;
    return row;
  });
  const columns = new Int32Array(starts[itemCount] ?? 0);
  const values = new Float32Array(columns.length);
  for (const [item, row] of rows.entries()) {
    columns.set(row.items, starts[item]);
    values.set(row.scores, starts[item]);
  }
  return { starts, columns, values };
}

/** Finds, for each of some columns, the row with the largest weighted value; a row does not speak for itself. */
export class StrongestRow {
  /** By place in `columns`; NOT_ONE where no row had the column. */
  readonly rows: Int32Array;
  private readonly most: Float32Array;
  private readonly placeOf: ReadonlyMap<number, number>;

  constructor(
    private readonly matrix: ItemMatrix,
    columns: Int32Array,
  ) {
    this.rows = new Int32Array(columns.length).fill(NOT_ONE);
    this.most = new Float32Array(columns.length);
    this.placeOf = new Map([...columns.entries()].map(([place, column]) => [column, place]));
  }

  consider(row: number, weight: number): void {
    const { starts, columns, values } = this.matrix;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) {
      this.considerEntry(row, columns[at] ?? NOT_ONE, weight * (values[at] ?? 0));
    }
  }

  /** An entry that is not in the matrix. */
  considerEntry(row: number, column: number, value: number): void {
    const place = this.placeOf.get(column);
    if (place === undefined || column === row || value <= (this.most[place] ?? 0)) return;
    this.most[place] = value;
    this.rows[place] = row;
  }
}

/** Adds `weight` times a row to the board. */
export function addRowTo(board: ScoreBoard, matrix: ItemMatrix, row: number, weight: number): void {
  const end = matrix.starts[row + 1] ?? 0;
  for (let at = matrix.starts[row] ?? 0; at < end; at++) {
    board.add(matrix.columns[at] ?? 0, weight * (matrix.values[at] ?? 0));
  }
}

/** The compressed rows by their names: starts [rows + 1], columns and values [entries]. Views. */
export function matrixState(matrix: ItemMatrix): NamedArrays {
  return { starts: matrix.starts, columns: matrix.columns, values: matrix.values };
}

/** What matrixState gave, with empty rows up to `rowCount` for items to come. Throws TypeError on anything else. */
export function matrixFrom(state: NamedArrays, rowCount = 0): ItemMatrix {
  const given = ints(state['starts']);
  const starts = new Int32Array(Math.max(given.length, rowCount + 1)).fill(given[given.length - 1] ?? 0);
  starts.set(given);
  return { starts, columns: ints(state['columns']), values: floats(state['values']) };
}

function ints(array: NumberArray | undefined): Int32Array {
  if (array instanceof Int32Array) return array;
  throw new TypeError('expected 32-bit integers in the state of a model');
}

function floats(array: NumberArray | undefined): Float32Array {
  if (array instanceof Float32Array) return array;
  throw new TypeError('expected 32-bit floats in the state of a model');
}
