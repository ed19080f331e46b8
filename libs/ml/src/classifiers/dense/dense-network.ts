import type { NamedArrays } from '../../artifact/arrays.ts';
import type { LayerArrays } from '../../training/layers.ts';

/** Layers with ReLU between them, none after the last. Inference in plain arrays. */
export class DenseNetwork {
  readonly outputCount: number;

  constructor(readonly layers: readonly LayerArrays[]) {
    this.outputCount = layers.at(-1)?.bias.length ?? 0;
  }

  static from(state: NamedArrays): DenseNetwork {
    const layers: LayerArrays[] = [];
    for (let i = 0; state[`weights${i}`] !== undefined; i++) {
      const [weights, bias] = [state[`weights${i}`], state[`bias${i}`]];
      if (!(weights instanceof Float32Array && bias instanceof Float32Array)) {
        throw new TypeError(`expected 32-bit floats in layer ${i} of the dense network`);
      }
      layers.push({ weights, bias });
    }
    return new DenseNetwork(layers);
  }

  state(): NamedArrays {
    return Object.fromEntries(
      this.layers.flatMap(({ weights, bias }, i) => [
        [`weights${i}`, weights],
        [`bias${i}`, bias],
      ]),
    );
  }

  /** [inputs] -> [outputs] */
  outputs(input: Float64Array): Float64Array {
    let values = input;
    for (const [i, layer] of this.layers.entries()) {
      values = product(values, layer);
      for (let at = 0; at < layer.bias.length; at++) values[at] = (values[at] ?? 0) + (layer.bias[at] ?? 0);
      if (i < this.layers.length - 1) values = values.map((value) => Math.max(0, value));
    }
    return values;
  }
}

/** [in] x [in, out] -> [out], without the bias. */
export function product(values: Float64Array, { weights, bias }: LayerArrays): Float64Array {
  const outputs = bias.length;
  const result = new Float64Array(outputs);
  for (let from = 0; from < values.length; from++) {
    const value = values[from] ?? 0;
    // Half of the units behind a ReLU.
    if (value === 0) continue;
    const start = from * outputs;
    for (let to = 0; to < outputs; to++) {
      result[to] = (result[to] ?? 0) + value * (weights[start + to] ?? 0);
    }
  }
  return result;
}
