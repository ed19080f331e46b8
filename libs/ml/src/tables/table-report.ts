import type { ColumnSchema } from './columns/column-schema.ts';
import type { TableEvaluation } from './evaluation/table-evaluation.ts';
import type { ClassLabels } from './labels/class-labels.ts';

/** A column of the file, with what was found in it. */
export interface ReportedColumn extends ColumnSchema {
  /** Numbers far out; nothing is done to them but what the models do: trees only compare, networks limit. */
  readonly outliers: number;
}

/** What came of training on a table. */
export interface TableReport {
  readonly label: string;
  readonly labels: ClassLabels;
  readonly rows: number;
  /** Rows without a label, which were left out. */
  readonly unlabelled: number;
  readonly columns: readonly ReportedColumn[];
  /** Numbers that the columns became. */
  readonly inputs: number;
  /** How rows were parted to learn and to test. */
  readonly folds: string;
  /** Rows tested, each once. */
  readonly tested: number;
  /** Names of the columns that are learnt from, in the order of the importances. */
  readonly features: readonly string[];
  readonly evaluations: readonly TableEvaluation[];
  /** The evaluation of that name is what was kept. */
  readonly chosen: string;
}
