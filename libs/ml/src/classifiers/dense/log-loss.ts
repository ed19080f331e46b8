import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import type { DenseInputs } from './dense-inputs.ts';
import type { DenseNetwork } from './dense-network.ts';

/** Enough to choose an epoch by; more only cost time. */
const ROWS_MOST = 20_000;

/** Mean of -log p of the true class over these rows, the first of them where they are many, a row counting by its class. */
export function logLoss(
  network: DenseNetwork,
  inputs: DenseInputs,
  matrix: FeatureMatrix,
  rows: Int32Array,
  labels: Int32Array,
  classWeights: Float64Array,
): number {
  const taken = rows.subarray(0, ROWS_MOST);
  const input = new Float64Array(inputs.width);
  let [sum, weights] = [0, 0];
  for (const row of taken) {
    inputs.encode((column) => matrix.values[column]?.[row] ?? NaN, input);
    const label = labels[row] ?? 0;
    const weight = classWeights[label] ?? 1;
    sum += weight * lossOf(network.outputs(input), label);
    weights += weight;
  }
  return sum / weights;
}

function lossOf(outputs: Float64Array, label: number): number {
  const logits = outputs.length === 1 ? Float64Array.of(0, outputs[0] ?? 0) : outputs;
  const most = logits.reduce((max, logit) => Math.max(max, logit), -Infinity);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return most + Math.log(total) - (logits[label] ?? 0);
}
