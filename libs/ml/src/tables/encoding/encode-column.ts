import type { ColumnSchema } from '../columns/column-schema.ts';
import { MISSING, type TableColumn } from '../table.ts';
import type { Encoding } from './encoding.ts';
import { targetLogOdds } from './target-log-odds.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 3;
/** With more classes, what rows alike were labelled would be more columns than it is worth. */
const TARGET_CLASSES_MOST = 10;

export interface EncodedColumn {
  readonly name: string;
  readonly values: Float32Array;
}

/** What these rows of a column are to a model. */
export function encodeColumn(
  { schema, values }: TableColumn,
  encoding: Encoding,
  rows: Int32Array,
  classes: readonly string[],
): readonly EncodedColumn[] {
  const filled = (name: string, of: (value: number) => number): EncodedColumn => ({
    name,
    values: Float32Array.from(rows, (row) => of(values[row] ?? NaN)),
  });
  switch (encoding.kind) {
    case 'number':
      return [filled(schema.name, (value) => value)];
    case 'date':
      return [
        filled(`${schema.name}: day`, (ms) => Math.floor(ms / DAY_MS)),
        filled(`${schema.name}: weekday`, (ms) => (Math.floor(ms / DAY_MS) + FIRST_WEEKDAY) % 7),
        ...(encoding.hasTime ? [filled(`${schema.name}: hour`, (ms) => (ms % DAY_MS) / HOUR_MS)] : []),
      ];
    case 'one-hot':
      return encoding.codes.map((code) =>
        filled(oneHotName(schema, code), (value) => Number(value === code)),
      );
    case 'target': {
      const known = new Map(encoding.codes.map((each) => [each.code, each]));
      return [
        filled(rowsAlikeName(schema), (code) => Math.log1p(known.get(code)?.rows ?? 0)),
        ...targetColumns(classes).map(({ label, ofClass }) =>
          filled(`${schema.name}: mostly ${label}`, (code) => {
            const { rows: alike = 0, classRows } = known.get(code) ?? {};
            return targetLogOdds(classRows?.[ofClass] ?? 0, alike, encoding.priors[ofClass] ?? 0);
          }),
        ),
      ];
    }
  }
}

export const rowsAlikeName = (schema: ColumnSchema): string => `${schema.name}: rows alike`;

/** The classes whose share among rows alike is told: the positive one, or each of several. */
function targetColumns(
  classes: readonly string[],
): readonly { readonly label: string; readonly ofClass: number }[] {
  const each = classes.map((label, ofClass) => ({ label, ofClass }));
  if (classes.length === 2) return each.slice(1);
  return classes.length <= TARGET_CLASSES_MOST ? each : [];
}

const oneHotName = ({ name, categories }: ColumnSchema, code: number): string =>
  code === MISSING ? `${name} is missing` : `${name} = ${categories?.[code] ?? ''}`;
