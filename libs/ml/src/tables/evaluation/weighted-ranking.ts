/** Rows from the highest score down, with the end of each group of equal scores. */
export interface Ranking {
  readonly order: Int32Array;
  /** [rows] 1 where the next row has another score. */
  readonly isGroupEnd: Uint8Array;
}

/** Sorts the scores [rows]; equal ones keep the order of their rows. */
export function rank(scores: ArrayLike<number>): Ranking {
  const scoreOf = (row: number): number => scores[row] ?? 0;
  const order = Int32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => scoreOf(b) - scoreOf(a),
  );
  const isGroupEnd = Uint8Array.from(order, (row, place) => {
    const next = order[place + 1];
    return next === undefined || scoreOf(next) !== scoreOf(row) ? 1 : 0;
  });
  return { order, isGroupEnd };
}

export interface RankingFigures {
  readonly rocAuc: number;
  readonly averagePrecision: number;
}

/**
 * Area under the ROC curve and average precision where each row counts `weights` times, ties as in `rocAuc` and
 * `averagePrecision`. The order is made once, so that a resample costs one pass. NaN with one class.
 */
export function weightedRanking(
  { order, isGroupEnd }: Ranking,
  isPositive: ArrayLike<number>,
  weights: ArrayLike<number>,
): RankingFigures {
  let [wins, area, positives, negatives] = [0, 0, 0, 0];
  let [groupPositives, groupNegatives] = [0, 0];
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    const weight = weights[row] ?? 0;
    if (isPositive[row] === 1) groupPositives += weight;
    else groupNegatives += weight;
    if (isGroupEnd[place] === 0) continue;
    wins += (positives + 0.5 * groupPositives) * groupNegatives;
    positives += groupPositives;
    negatives += groupNegatives;
    if (groupPositives > 0) area += (positives / (positives + negatives)) * groupPositives;
    [groupPositives, groupNegatives] = [0, 0];
  }
  return { rocAuc: wins / (positives * negatives), averagePrecision: area / positives };
}
