import { kFold, type Fold } from '../../evaluation/k-fold.ts';
import type { Random } from '../../random.ts';
import type { Table, TableColumn } from '../table.ts';
import { timeFolds } from './time-folds.ts';

/** A date by that name is not when the row happened. */
const NO_EVENT = /birth|dob|expir|valid/i;
/** With fewer different times there is no before and after to speak of. */
const TIMES_LEAST = 20;

export interface ChosenFolds {
  readonly folds: readonly Fold[];
  /** In words. */
  readonly how: string;
}

export interface FoldsWanted {
  readonly count: number;
  /** The column to split by, false for none; absent: the date column that is latest, if there is one. */
  readonly time?: string | false;
}

/**
 * By time where the table has one, so that the test is what it will be in use: on rows later than those that were
 * learnt from. Otherwise at random, with the same share of each class in every part. Throws RangeError where a class
 * has fewer rows than folds or the column that is told has no times.
 */
export function chooseFolds(
  table: Table,
  labels: Int32Array,
  classes: readonly string[],
  { count, time }: FoldsWanted,
  random: Random,
): ChosenFolds {
  const counts = countOf(labels, classes.length);
  for (const [label, rows] of counts.entries()) {
    if (rows >= count) continue;
    const rare = `the class "${classes[label] ?? ''}" has ${rows} row${rows === 1 ? '' : 's'}`;
    throw new RangeError(`${rare}, fewer than the ${count} folds: leave it out, or ask for fewer folds`);
  }
  const stratified = (why: string): ChosenFolds => ({
    folds: kFold(table.rowCount, count, random, labels),
    how: `${count} folds at random, with the same share of each class in each${why}`,
  });
  if (time === false) return stratified(', as told');
  const column = time === undefined ? latestDate(table) : toldColumn(table, time);
  if (column === undefined) return stratified('; the table has no column of times');
  const { name } = column.schema;
  const folds = timeFolds(column.values, count);
  if (folds === undefined) {
    if (time !== undefined)
      throw new RangeError(`--time "${name}" has too few different times for ${count} folds`);
    return stratified(`; not by "${name}", which has too few different times`);
  }
  const isWhole = folds.every(({ train }) =>
    countOf(
      train.map((row) => labels[row] ?? 0),
      classes.length,
    ).every((rows) => rows >= 2),
  );
  if (!isWhole) return stratified(`; not by "${name}", as early rows lack a class`);
  return {
    folds,
    how: `${count} folds by "${name}": each is tested on rows later than those it learnt from`,
  };
}

function countOf(labels: ArrayLike<number>, classCount: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (let row = 0; row < labels.length; row++)
    counts[labels[row] ?? 0] = (counts[labels[row] ?? 0] ?? 0) + 1;
  return counts;
}

/** What comes last happened with the row: a purchase after the signup. */
function latestDate(table: Table): TableColumn | undefined {
  const dates = table.columns.filter(
    ({ schema }) =>
      schema.type === 'date' &&
      schema.missing === 0 &&
      schema.distinct >= TIMES_LEAST &&
      !NO_EVENT.test(schema.name),
  );
  const mean = ({ values }: TableColumn) =>
    Float64Array.from(values).reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  return dates.toSorted((a, b) => mean(b) - mean(a))[0];
}

function toldColumn(table: Table, name: string): TableColumn {
  const column = table.columns.find(({ schema }) => schema.name === name);
  if (column === undefined) throw new RangeError(`--time "${name}" is no column that is learnt from`);
  if (column.schema.type === 'date' || column.schema.type === 'number') return column;
  throw new RangeError(`--time "${name}" is a ${column.schema.type}, not times`);
}
