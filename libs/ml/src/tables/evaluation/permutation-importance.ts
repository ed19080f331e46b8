import type { LabelledMatrix } from '../../classifiers/labelled-matrix.ts';
import { rowOf } from '../../classifiers/row-of.ts';
import type { Random } from '../../random.ts';
import type { TableClassifier } from '../model/table-classifier.ts';
import { logOddsOf } from './log-odds-of.ts';
import { rank, weightedRanking } from './weighted-ranking.ts';

/** Rows tried, fewer where columns are many. */
const CELLS_MOST = 300_000;
const [ROWS_LEAST, ROWS_MOST] = [300, 3_000];

/**
 * What each column of a table is worth to a model: the area under the ROC curve that is lost on rows it did not learn
 * from when the column's values are shuffled among them (Breiman 2001; Fisher, Rudin and Dominici 2019). Of several
 * classes the mean of each against the rest. `sources` [encoded columns]: the column each is of. [table columns]
 */
export function permutationImportance(
  model: TableClassifier,
  { matrix, labels }: LabelledMatrix,
  sources: Int32Array,
  classCount: number,
  random: Random,
): Float64Array {
  const limit = Math.max(
    ROWS_LEAST,
    Math.min(ROWS_MOST, Math.floor(CELLS_MOST / Math.max(1, sources.length))),
  );
  const rows = balancedSample(labels, classCount, limit, random);
  const inputs = Array.from(rows, (row) => rowOf(matrix, row));
  const truth = rows.map((row) => labels[row] ?? 0);
  const whole = aucOf(model, inputs, truth, classCount);
  const columns = sources.reduce((most, source) => Math.max(most, source + 1), 0);
  return Float64Array.from({ length: columns }, (_, column) => {
    const order = random.sample(rows.length, rows.length);
    const shuffled = inputs.map((input, i) =>
      input.map((value, at) => (sources[at] === column ? (inputs[order[i] ?? 0]?.[at] ?? NaN) : value)),
    );
    return whole - aucOf(model, shuffled, truth, classCount);
  });
}

/** Up to an equal share of each class, and of the rest as many as there is room for. */
function balancedSample(labels: Int32Array, classCount: number, limit: number, random: Random): Int32Array {
  const share = Math.ceil(limit / classCount);
  const taken = new Int32Array(classCount);
  const first: number[] = [];
  const rest: number[] = [];
  for (const row of random.sample(labels.length, labels.length)) {
    const label = labels[row] ?? 0;
    const count = taken[label] ?? 0;
    taken[label] = count + 1;
    (count < share ? first : rest).push(row);
  }
  return Int32Array.from([...first, ...rest].slice(0, limit));
}

function aucOf(
  model: TableClassifier,
  inputs: readonly Float64Array[],
  truth: Int32Array,
  classCount: number,
): number {
  const logits = inputs.map((input) => model.logits(input));
  const weights = new Uint8Array(inputs.length).fill(1);
  const classes = Array.from({ length: classCount }, (_, label) => label).slice(classCount === 2 ? 1 : 0);
  const areas = classes
    .map((label) => {
      const isPositive = Uint8Array.from(truth, (each) => Number(each === label));
      const scores = logits.map((row) => logOddsOf(row, label));
      return weightedRanking(rank(scores), isPositive, weights).rocAuc;
    })
    .filter((area) => !Number.isNaN(area));
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}
