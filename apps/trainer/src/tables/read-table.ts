import {
  categoryKey,
  classLabels,
  ColumnProfile,
  inferColumn,
  isFeature,
  isMissing,
  TableBuilder,
  type ClassLabels,
  type ColumnSchema,
  type FeatureType,
  type Table,
} from '#ml';
import { readRows } from './csv/read-rows.ts';
import { TableFileError } from './csv/table-file-error.ts';

/** Rows times columns that are held in memory: 200 MB as numbers, and a few times that with what training makes of them. */
const CELLS_MOST = 50_000_000;
/** Different values that are remembered, of all columns together and of one. */
const [DISTINCT_MOST, DISTINCT_OF_COLUMN_MOST] = [2_000_000, 200_000];

export interface TableQuestion {
  readonly file: string;
  readonly hasHeader: boolean;
  readonly label: string;
  readonly positive?: string | undefined;
  /** Columns that are told what they are. */
  readonly types: ReadonlyMap<string, FeatureType>;
  /** Columns that nothing is to be learnt from. */
  readonly drop: readonly string[];
}

export interface ReadTable {
  readonly table: Table;
  /** [table rows] */
  readonly labels: Int32Array;
  /** All but the label. */
  readonly columns: readonly ColumnSchema[];
  readonly classLabels: ClassLabels;
  readonly unlabelled: number;
}

/**
 * Reads a labelled CSV file twice: first what its columns are, by all of their rows, then their values. Throws
 * TableFileError with row, column and reason.
 */
export async function readTable(question: TableQuestion): Promise<ReadTable> {
  const { file, types, drop, positive } = question;
  const profiles = await profile(question);
  const place = placeOf(question, [...profiles.keys()], question.label);
  for (const name of [...types.keys(), ...drop]) placeOf(question, [...profiles.keys()], name);
  return explainRangeErrors(file, async () => {
    const all = [...profiles.values()];
    const ofLabel = all[place];
    if (ofLabel === undefined) throw new RangeError('it has no columns');
    const found = classLabels(ofLabel, positive);
    const columns = all
      .filter((each) => each !== ofLabel)
      .map((each) => {
        const schema = inferColumn(each, types.get(each.name));
        return drop.includes(each.name) ? { ...schema, type: 'dropped' as const, why: 'as told' } : schema;
      });
    const features = columns.filter(isFeature);
    const names = [...profiles.keys()];
    const places = features.map(({ name }) => names.indexOf(name));
    const codes = new Map(found.classes.map((label, code) => [label, code]));
    const builder = new TableBuilder(features, ofLabel.values);
    const labels = new Int32Array(ofLabel.values);
    let count = 0;
    const { rows } = await readRows(file, question.hasHeader);
    for await (const { cells } of rows) {
      const label = cells[place] ?? '';
      if (isMissing(label)) continue;
      builder.add((column) => cells[places[column] ?? -1] ?? '');
      labels[count++] = codes.get(categoryKey(label)) ?? 0;
    }
    return { table: builder.take(), labels, columns, classLabels: found, unlabelled: ofLabel.missing };
  });
}

/** What each column holds, by its name, in the file's order. */
async function profile({ file, hasHeader }: TableQuestion): Promise<ReadonlyMap<string, ColumnProfile>> {
  const { columns, rows } = await readRows(file, hasHeader);
  const distinctMost = Math.min(DISTINCT_OF_COLUMN_MOST, Math.floor(DISTINCT_MOST / columns.length));
  const profiles = columns.map((name) => new ColumnProfile(name, distinctMost, hasHeader ? 2 : 1));
  const rowsMost = Math.floor(CELLS_MOST / columns.length);
  let count = 0;
  for await (const { row, cells } of rows) {
    if (++count > rowsMost) {
      const most = `at most ${CELLS_MOST.toLocaleString('en')} values (rows times columns) are read`;
      throw new TableFileError(file, `${most}: learn from a part of the rows`, { row });
    }
    for (const [at, each] of profiles.entries()) each.add(cells[at] ?? '');
  }
  return new Map(profiles.map((each) => [each.name, each]));
}

/** Where a column stands; also by its number, counted from 1, in a file without names. */
function placeOf({ file, hasHeader }: TableQuestion, columns: readonly string[], name: string): number {
  const place = columns.indexOf(hasHeader || !/^\d+$/.test(name) ? name : `column ${name}`);
  if (place >= 0) return place;
  throw new TableFileError(file, `it has no column "${name}"; it has ${listed(columns)}`);
}

const LISTED_MOST = 30;
const listed = (names: readonly string[]): string =>
  names
    .slice(0, LISTED_MOST)
    .map((name) => `"${name}"`)
    .join(', ') + (names.length > LISTED_MOST ? ` and ${names.length - LISTED_MOST} more` : '');

/** What the table cannot be, as the library says it, with the file that it is of. */
async function explainRangeErrors<Value>(file: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RangeError) throw new TableFileError(file, error.message, {}, { cause: error });
    throw error;
  }
}
