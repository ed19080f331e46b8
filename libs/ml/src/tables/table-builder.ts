import { isMissing } from './cells/is-missing.ts';
import { parseBoolean } from './cells/parse-boolean.ts';
import { parseDate } from './cells/parse-date.ts';
import { parseNumber } from './cells/parse-number.ts';
import { categoryKey } from './columns/category-key.ts';
import type { ColumnSchema } from './columns/column-schema.ts';
import { MISSING, UNSEEN, type Table } from './table.ts';

/** Of one column, in the rows added. */
export interface Misfits {
  readonly name: string;
  /** Values that are not of the column's type: they count as missing. */
  strays: number;
  /** Categories that the schema does not have. */
  unseen: number;
}

/** Fills a table, row by row, from the texts of the cells. */
export class TableBuilder {
  readonly misfits: readonly Misfits[];
  private readonly columns: readonly {
    readonly schema: ColumnSchema;
    readonly values: Float32Array | Float64Array | Int32Array;
    readonly codes: ReadonlyMap<string, number>;
  }[];
  private rowCount = 0;

  /** `schemas` of the columns that are learnt from; never more than `rowsMost` rows. */
  constructor(
    schemas: readonly ColumnSchema[],
    private readonly rowsMost: number,
  ) {
    this.misfits = schemas.map(({ name }) => ({ name, strays: 0, unseen: 0 }));
    this.columns = schemas.map((schema) => ({
      schema,
      values: emptyColumn(schema, rowsMost),
      codes: new Map(schema.categories?.map((category, code) => [category, code])),
    }));
  }

  /** `cellOf` a place among the schemas: the text without spaces around it. Throws RangeError when the table is full. */
  add(cellOf: (column: number) => string): void {
    if (this.rowCount === this.rowsMost) throw new RangeError(`the table has ${this.rowsMost} rows already`);
    for (const [column, { schema, values, codes }] of this.columns.entries()) {
      const text = cellOf(column);
      const misfits = this.misfits[column];
      if (schema.type === 'category') {
        const code = isMissing(text) ? MISSING : (codes.get(categoryKey(text)) ?? UNSEEN);
        if (code === UNSEEN && misfits) misfits.unseen++;
        values[this.rowCount] = code;
      } else {
        const value = isMissing(text) ? NaN : valueOf(schema, text);
        if (value === undefined && misfits) misfits.strays++;
        values[this.rowCount] = value ?? NaN;
      }
    }
    this.rowCount++;
  }

  /** What was added so far; the next row begins another table. */
  take(): Table {
    const { rowCount } = this;
    this.rowCount = 0;
    return {
      rowCount,
      columns: this.columns.map(({ schema, values }) => ({
        schema,
        values: rowCount === values.length ? values : values.subarray(0, rowCount),
      })),
    };
  }
}

function emptyColumn({ type }: ColumnSchema, rows: number): Float32Array | Float64Array | Int32Array {
  if (type === 'category') return new Int32Array(rows);
  // Milliseconds since 1970 need more than 24 bits.
  return type === 'date' ? new Float64Array(rows) : new Float32Array(rows);
}

function valueOf({ type, dateFormat }: ColumnSchema, text: string): number | undefined {
  if (type === 'date') return parseDate(text, dateFormat ?? 'iso');
  const number = parseNumber(text);
  if (type === 'number' || number === 0 || number === 1) return number;
  const isTrue = parseBoolean(text);
  return isTrue === undefined ? undefined : Number(isTrue);
}
