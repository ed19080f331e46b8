import { kFold, Random } from '#ml';
import { readTable } from '../data/read-table.ts';
import type { Fold, Protocol } from '../fold.ts';
import { pickRows, type LabelledTable } from '../labelled-table.ts';
import { measureScores } from '../measure-scores.ts';

export interface UlbOptions {
  /** One row of each that are equal in every column. */
  readonly isDeduplicated: boolean;
  /** Five stratified folds whose scores are pooled; or everything at once, for those that see no labels. */
  readonly folds: 'five' | 'all';
}

const FOLDS = 5;

/** 40 % of the ULB card transactions, cut down to integers. */
export function ulbProtocol({ isDeduplicated, folds }: UlbOptions): Protocol<Fold> {
  return {
    async folds(folder, seed) {
      const read = await readTable(folder, 'ulb_creditcard_40pct_rounded.csv.gz', ['shuffled_row']);
      const table = isDeduplicated ? withoutDuplicates(read) : read;
      if (folds === 'all') return [{ name: 'all', train: table, test: table }];
      return kFold(table.rowCount, FOLDS, new Random(seed), table.labels).map(({ train, test }, i) => ({
        name: `fold ${i + 1}`,
        train: pickRows(table, train),
        test: pickRows(table, test),
      }));
    },
    measure(scored, areLogOdds) {
      return measureScores(
        [
          {
            scores: Float64Array.from(scored.flatMap(({ scores }) => [...scores])),
            labels: scored.flatMap(({ fold }) => fold.test.labels),
          },
        ],
        areLogOdds,
      );
    },
  };
}

function withoutDuplicates(table: LabelledTable): LabelledTable {
  const rows = new Map<string, number>();
  for (let row = 0; row < table.rowCount; row++) {
    const name = table.values.map((column) => column[row]).join(',');
    // The label is no column of the features: a fraud and a good order that are equal stay apart.
    const key = `${name}/${table.labels[row] === true}`;
    if (!rows.has(key)) rows.set(key, row);
  }
  return pickRows(table, Int32Array.from(rows.values()));
}
