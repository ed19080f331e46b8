import type { NamedArrays } from '../artifact/arrays.ts';
import { addUp } from './add-up.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Weights of a dense autoencoder with tanh layers and a linear last one; matrices row-major [in, out]. */
export interface AutoencoderLayer {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/**
 * A dense network squeezed in the middle: it can only reproduce rows like those it was trained on (Hawkins et al.
 * 2002). The score is the mean squared error of the reconstruction. Inference in plain arrays; rows are scaled already and
 * without gaps.
 */
export class Autoencoder implements Detector {
  readonly name = 'autoencoder';

  constructor(private readonly layers: readonly AutoencoderLayer[]) {}

  static from(state: NamedArrays): Autoencoder {
    const layers: AutoencoderLayer[] = [];
    for (let i = 0; state[`weights${i}`] !== undefined; i++) {
      const [weights, bias] = [state[`weights${i}`], state[`bias${i}`]];
      if (!(weights instanceof Float32Array && bias instanceof Float32Array)) {
        throw new TypeError(`expected 32-bit floats in layer ${i} of the autoencoder`);
      }
      layers.push({ weights, bias });
    }
    return new Autoencoder(layers);
  }

  score(row: Float64Array): AnomalyScore {
    let values: Float64Array = row;
    for (const [i, layer] of this.layers.entries()) {
      values = applyLayer(values, layer);
      if (i < this.layers.length - 1) values = values.map(Math.tanh);
    }
    return addUp(row.map((value, i) => (value - (values[i] ?? 0)) ** 2 / row.length));
  }

  state(): NamedArrays {
    return Object.fromEntries(
      this.layers.flatMap(({ weights, bias }, i) => [
        [`weights${i}`, weights],
        [`bias${i}`, bias],
      ]),
    );
  }
}

function applyLayer(values: Float64Array, { weights, bias }: AutoencoderLayer): Float64Array {
  const result = new Float64Array(bias);
  for (let row = 0, at = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    // Of a column that is always the same, and many are in a small shop.
    if (value === 0) {
      at += bias.length;
      continue;
    }
    for (let i = 0; i < bias.length; i++, at++) result[i] = (result[i] ?? 0) + value * (weights[at] ?? 0);
  }
  return result;
}
