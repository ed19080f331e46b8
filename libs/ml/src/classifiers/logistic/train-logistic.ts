import type { Progress } from '../../progress.ts';
import { nextTurn } from '../../training/next-turn.ts';
import { solvePositive } from '../../training/solve-positive.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { fitLogisticInputs, logisticInput } from './logistic-inputs.ts';
import { LogisticRegression } from './logistic-regression.ts';

export interface LogisticTraining {
  readonly data: LabelledMatrix;
  /** Of the squared weights of standardised columns, which keeps them finite where classes are separable. */
  readonly penalty?: number;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

const STEPS_MOST = 25;
const CHANGE_LEAST = 1e-6;
/** Longer steps of Newton's method overshoot where probabilities are near 0 or 1. */
const STEP_MOST = 2;

/** Logistic regression by Newton's method (iteratively reweighted least squares). Throws as trainBoosting. */
export async function trainLogistic(training: LogisticTraining): Promise<LogisticRegression> {
  const { data, penalty = 1, progress, signal } = training;
  const [negatives = 0, positives = 0] = countClasses(data);
  const { matrix } = data;
  const width = matrix.columns.length;
  const inputs = fitLogisticInputs(matrix);
  const scaled = matrix.values.map((values, column) =>
    values.map((value) => logisticInput(inputs, column, value)),
  );
  const weights = new Float64Array(width + 1);
  weights[width] = Math.log(positives / negatives);
  for (let step = 1; step <= STEPS_MOST; step++) {
    signal?.throwIfAborted();
    const { gradient, curvature } = derivatives(scaled, data.labels, weights, penalty);
    const change = solvePositive(curvature, gradient);
    const longest = change.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    const factor = Math.min(1, STEP_MOST / longest);
    for (const [i, each] of change.entries()) weights[i] = (weights[i] ?? 0) - factor * each;
    progress?.(`logistic regression step ${step}`, step / STEPS_MOST);
    if (longest < CHANGE_LEAST) break;
    await nextTurn();
  }
  return new LogisticRegression(matrix.columns, inputs, weights);
}

/** Of the penalised log loss: [columns + 1] and [columns + 1, columns + 1]. */
function derivatives(
  scaled: readonly Float32Array[],
  labels: Int32Array,
  weights: Float64Array,
  penalty: number,
): { readonly gradient: Float64Array; readonly curvature: Float64Array } {
  const n = weights.length;
  const gradient = weights.map((weight, i) => (i < n - 1 ? penalty * weight : 0));
  const curvature = new Float64Array(n * n);
  // A constant column has no weight, and must not make the matrix singular.
  for (let i = 0; i < n; i++) curvature[i * n + i] = i < n - 1 ? Math.max(penalty, 1e-9) : 1e-9;
  const row = new Float64Array(n).fill(1);
  for (const [at, label] of labels.entries()) {
    let logit = weights[n - 1] ?? 0;
    for (let i = 0; i < n - 1; i++) {
      row[i] = scaled[i]?.[at] ?? 0;
      logit += (row[i] ?? 0) * (weights[i] ?? 0);
    }
    const probability = 1 / (1 + Math.exp(-logit));
    const slope = probability * (1 - probability);
    for (let i = 0; i < n; i++) {
      const value = row[i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + (probability - label) * value;
      for (let j = 0; j <= i; j++)
        curvature[i * n + j] = (curvature[i * n + j] ?? 0) + slope * value * (row[j] ?? 0);
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) curvature[j * n + i] = curvature[i * n + j] ?? 0;
  return { gradient, curvature };
}
