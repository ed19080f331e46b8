/** Decisions at one threshold, of two classes. */
export interface ThresholdPoint {
  /** A row is decided positive whose probability is at least this. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
  readonly falsePositiveRate: number;
  /** Share of all rows decided positive. */
  readonly flagged: number;
}

const POINTS_MOST = 300;

/**
 * What every threshold would give, from the highest down, thinned to some hundred points; the first decides for no row
 * and the last for all. The same points are the ROC and the precision-recall curve.
 */
export function thresholdCurve(
  probabilities: ArrayLike<number>,
  isPositive: readonly boolean[],
): readonly ThresholdPoint[] {
  const rows = isPositive.length;
  const positives = isPositive.filter(Boolean).length;
  const order = isPositive
    .map((_, row) => row)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const point = (threshold: number, hits: number, taken: number): ThresholdPoint => {
    const falseHits = taken - hits;
    return {
      threshold,
      // Deciding for nothing is never wrong.
      precision: taken === 0 ? 1 : hits / taken,
      recall: hits / positives,
      f1: (2 * hits) / (taken + positives),
      accuracy: (hits + rows - positives - falseHits) / rows,
      falsePositiveRate: falseHits / (rows - positives),
      flagged: taken / rows,
    };
  };
  const all = [point(Infinity, 0, 0)];
  let hits = 0;
  for (const [place, row] of order.entries()) {
    if (isPositive[row] === true) hits++;
    const probability = probabilities[row] ?? 0;
    const next = order[place + 1];
    if (next !== undefined && probabilities[next] === probability) continue;
    all.push(point(probability, hits, place + 1));
  }
  return thin(all);
}

/** The threshold that balances precision and recall best. */
export const bestByF1 = (curve: readonly ThresholdPoint[]): ThresholdPoint | undefined =>
  curve.reduce<ThresholdPoint | undefined>(
    (best, point) => (best === undefined || point.f1 > best.f1 ? point : best),
    undefined,
  );

/**
 * Points that differ by recall, precision or false positives, and the one of best F1: thinning by place alone would lose the
 * steep end, where few rows are flagged.
 */
function thin(points: readonly ThresholdPoint[]): readonly ThresholdPoint[] {
  if (points.length <= POINTS_MOST) return points;
  const step = 3 / POINTS_MOST;
  const best = bestByF1(points);
  const kept: ThresholdPoint[] = [];
  for (const [place, point] of points.entries()) {
    const last = kept.at(-1);
    const moved =
      last === undefined
        ? Infinity
        : point.recall -
          last.recall +
          Math.abs(point.precision - last.precision) +
          point.falsePositiveRate -
          last.falsePositiveRate;
    if (moved >= step || point === best || place === points.length - 1) kept.push(point);
  }
  return kept;
}
