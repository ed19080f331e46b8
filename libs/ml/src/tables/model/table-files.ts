import type { ColumnSchema } from '../columns/column-schema.ts';
import type { Encoding } from '../encoding/encoding.ts';
import type { FamilyName } from './model-family.ts';
import type { TableCalibration } from './table-calibration.ts';

/** Names within the artifact. */
export const TABLE_FILE = 'table.json';
export const modelFile = (family: string): string => `${family}.bin`;

/** What a model of a table is, beside its weights. */
export interface TableFacts {
  readonly label: string;
  readonly classes: readonly string[];
  /** The columns that it reads. */
  readonly columns: readonly ColumnSchema[];
  /** [columns] */
  readonly encodings: readonly Encoding[];
  readonly calibration: TableCalibration;
  /** What it is the mean of. */
  readonly families: readonly FamilyName[];
}
