import { kFold, Random } from '#ml';
import { readTable } from '../data/read-table.ts';
import type { Fold, Protocol } from '../fold.ts';
import { pickRows, type LabelledTable } from '../labelled-table.ts';
import { measureScores } from '../measure-scores.ts';

const SETS = {
  annthyroid: 'adbench_2_annthyroid.csv.gz',
  donors: 'adbench_11_donors.csv.gz',
  http: 'adbench_16_http.csv.gz',
  satellite: 'adbench_30_satellite.csv.gz',
  shuttle: 'adbench_32_shuttle.csv.gz',
} as const;
const ROWS_MOST = 10_000;
/** Of ten parts, those tested on. */
const TEST_PARTS = 3;

/**
 * ADBench: at most 10,000 rows drawn, 70 % to train, stratified, scaled to 0 to 1 on the training part. The mean over the
 * sets; each set's own figures beside it.
 */
export const adbenchProtocol: Protocol<Fold> = {
  async folds(folder, seed) {
    const folds: Fold[] = [];
    for (const [name, file] of Object.entries(SETS)) {
      folds.push(split(name, await readTable(folder, file), new Random(seed)));
    }
    return folds;
  },
  measure(scored, areLogOdds) {
    const setOf = ({ fold, scores }: (typeof scored)[number]) => ({ scores, labels: fold.test.labels });
    const all = measureScores(scored.map(setOf), areLogOdds);
    const each = scored.flatMap((one) => {
      const { metrics } = measureScores([setOf(one)], areLogOdds);
      return [
        [`${one.fold.name} AUC`, metrics['AUC'] ?? NaN],
        [`${one.fold.name} AP`, metrics['AP'] ?? NaN],
      ];
    });
    return { metrics: { ...all.metrics, ...Object.fromEntries(each) }, intervals: all.intervals };
  },
};

function split(name: string, table: LabelledTable, random: Random): Fold {
  const drawn = pickRows(table, random.sample(table.rowCount, ROWS_MOST));
  const parts = kFold(drawn.rowCount, 10, random, drawn.labels).map(({ test }) => [...test]);
  const test = Int32Array.from(parts.slice(0, TEST_PARTS).flat());
  const train = Int32Array.from(parts.slice(TEST_PARTS).flat());
  const scale = scalerOf(pickRows(drawn, train));
  return { name, train: scale(pickRows(drawn, train)), test: scale(pickRows(drawn, test)) };
}

/** To 0 to 1 on the table; a constant column becomes 0. */
function scalerOf({ values }: LabelledTable): (table: LabelledTable) => LabelledTable {
  const ranges = values.map((column) => ({
    low: column.reduce((least, value) => Math.min(least, value), Infinity),
    high: column.reduce((most, value) => Math.max(most, value), -Infinity),
  }));
  return (table) => ({
    ...table,
    values: table.values.map((column, i) => {
      const { low = 0, high = 0 } = ranges[i] ?? {};
      return column.map((value) => (high === low ? 0 : (value - low) / (high - low)));
    }),
  });
}
