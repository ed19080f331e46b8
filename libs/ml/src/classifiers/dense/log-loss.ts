import type { DenseNetwork } from './dense-network.ts';

/** Rows that an epoch is chosen by. */
export interface ValidationRows {
  /** [rows x width] As the network takes them. */
  readonly inputs: Float32Array;
  /** [rows] */
  readonly labels: Int32Array;
  /** [classes] What a row of each counts. */
  readonly classWeights: Float64Array;
}

/** Mean of -log p of the true class, a row counting by its class. */
export function logLoss(network: DenseNetwork, { inputs, labels, classWeights }: ValidationRows): number {
  const width = inputs.length / labels.length;
  const input = new Float64Array(width);
  let [sum, weights] = [0, 0];
  for (const [row, label] of labels.entries()) {
    input.set(inputs.subarray(row * width, (row + 1) * width));
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
