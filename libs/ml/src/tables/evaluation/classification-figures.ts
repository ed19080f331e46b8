import { percentileInterval } from '../../evaluation/bootstrap.ts';
import type { EvaluatedMetric } from '../../evaluation/model-evaluation.ts';
import type { Random } from '../../random.ts';
import { confusionOf } from './confusion-of.ts';
import { decisionFigures, type DecisionFigures } from './decision-figures.ts';
import { rank, weightedRanking, type RankingFigures } from './weighted-ranking.ts';

export interface ScoredRows {
  /** [rows] */
  readonly labels: Int32Array;
  /** [rows] The class that was decided for. */
  readonly decisions: Int32Array;
  /** [classes][rows] What each class is ranked by. Of two classes only that of the second is read. */
  readonly scores: readonly ArrayLike<number>[];
}

type Figures = DecisionFigures & RankingFigures;
const NAMES: Readonly<Record<keyof Figures, string>> = {
  accuracy: 'accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'f1',
  rocAuc: 'roc auc',
  averagePrecision: 'average precision',
};

/** Resamples: as many as this work allows, within what makes an interval. */
const WORK_MOST = 3e8;
const [RESAMPLES_LEAST, RESAMPLES_MOST] = [200, 1_000];

/**
 * Accuracy, precision, recall, F1, area under the ROC curve and average precision, each with its 95 % percentile
 * bootstrap interval over the rows (Efron 1979). Of two classes they are those of the second, of more the mean of
 * every class against the rest.
 */
export function classificationFigures(rows: ScoredRows, random: Random): readonly EvaluatedMetric[] {
  const { labels, decisions, scores } = rows;
  const [count, classCount] = [labels.length, scores.length];
  const ranked = scores
    .map((each, label) => ({ each, label }))
    .slice(classCount === 2 ? 1 : 0)
    .map(({ each, label }) => ({
      ranking: rank(each),
      isPositive: Uint8Array.from(labels, (truth) => Number(truth === label)),
    }));
  const figuresOf = (weights: Uint16Array): Figures => {
    const each = ranked.map(({ ranking, isPositive }) => weightedRanking(ranking, isPositive, weights));
    return {
      ...decisionFigures(confusionOf(labels, decisions, classCount, weights), classCount),
      rocAuc: mean(each.map(({ rocAuc }) => rocAuc)),
      averagePrecision: mean(each.map(({ averagePrecision }) => averagePrecision)),
    };
  };
  const value = figuresOf(new Uint16Array(count).fill(1));
  const resamples = Math.max(
    RESAMPLES_LEAST,
    Math.min(RESAMPLES_MOST, Math.round(WORK_MOST / (count * (ranked.length + 2)))),
  );
  const drawn = Array.from({ length: resamples }, () => figuresOf(drawWeights(count, random)));
  return (Object.keys(NAMES) as (keyof Figures)[]).map((name) => {
    const values = drawn.map((each) => each[name]).filter((each) => !Number.isNaN(each));
    return { name: NAMES[name], value: value[name], interval: percentileInterval(Float64Array.from(values)) };
  });
}

/** How often each row is drawn, of as many draws with replacement. */
function drawWeights(count: number, random: Random): Uint16Array {
  const weights = new Uint16Array(count);
  for (let draw = 0; draw < count; draw++) {
    const row = random.integer(count);
    weights[row] = (weights[row] ?? 0) + 1;
  }
  return weights;
}

/** Of those that are numbers: a class without rows has no figure. */
function mean(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.length === 0 ? NaN : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
