import type { Manifest } from '../../artifact/manifest.ts';
import { rowOf } from '../../classifiers/row-of.ts';
import { TableEncoder } from '../encoding/table-encoder.ts';
import { largest } from '../evaluation/table-evaluation.ts';
import type { Table } from '../table.ts';
import { probabilitiesOf } from './table-calibration.ts';
import type { TableClassifier } from './table-classifier.ts';
import type { TableFacts } from './table-files.ts';

/** What a column adds to the log-odds of the class decided for. */
export interface Reason {
  readonly column: string;
  readonly adds: number;
}

export interface Prediction {
  readonly label: string;
  /** [classes] They add up to 1. */
  readonly probabilities: Float64Array;
}

/** A trained model of a table, ready to predict. */
export class TableModel {
  private readonly encoder: TableEncoder;

  constructor(
    readonly manifest: Manifest<'table'>,
    readonly facts: TableFacts,
    private readonly model: TableClassifier,
  ) {
    this.encoder = new TableEncoder(facts.encodings, facts.classes);
  }

  /** `table` has the columns of the facts. */
  predict(table: Table): readonly Prediction[] {
    const { classes, calibration } = this.facts;
    const matrix = this.encoder.encode(table, allRows(table));
    return Array.from({ length: table.rowCount }, (_, row) => {
      const probabilities = probabilitiesOf(calibration, this.model.logits(rowOf(matrix, row)));
      return { label: classes[largest(probabilities)] ?? '', probabilities };
    });
  }

  /**
   * For each row, what every column adds to the logit, the most first: of two classes to that of the second, of more to that
   * of the class decided for.
   */
  explain(table: Table): readonly (readonly Reason[])[] {
    const { classes, columns, calibration } = this.facts;
    const matrix = this.encoder.encode(table, allRows(table));
    const sources = this.encoder.sources(table);
    return Array.from({ length: table.rowCount }, (_, row) => {
      const input = rowOf(matrix, row);
      const decided =
        classes.length === 2 ? 1 : largest(probabilitiesOf(calibration, this.model.logits(input)));
      const adds = new Float64Array(columns.length);
      for (const [at, part] of this.model.explain(input, decided).contributions.entries()) {
        const column = sources[at] ?? 0;
        adds[column] = (adds[column] ?? 0) + part;
      }
      return columns
        .map(({ name }, column) => ({ column: name, adds: adds[column] ?? 0 }))
        .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds));
    });
  }
}

const allRows = ({ rowCount }: Table): Int32Array => Int32Array.from({ length: rowCount }, (_, row) => row);
