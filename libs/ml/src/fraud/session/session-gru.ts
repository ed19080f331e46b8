import type { NamedArrays } from '../../artifact/arrays.ts';
import { stepGru, type GruCell } from '../../models/gru-cell.ts';

export interface SessionGruWeights extends GruCell {
  /** [d + 1]: what the state is multiplied with for the log-odds, and the log-odds of a state of 0. */
  readonly output: Float32Array;
}

/** A gated recurrent unit over a session's events: after each of them, the log-odds that it is an attack. */
export class SessionGru {
  constructor(private readonly weights: SessionGruWeights) {}

  /** The state before any event; `step` changes it in place. */
  begin(): Float32Array {
    return new Float32Array(this.weights.output.length - 1);
  }

  /** The log-odds after one more event, `row` as SessionEncoder gives it. */
  step(state: Float32Array, row: Float32Array): number {
    stepGru(this.weights, state, row);
    const { output } = this.weights;
    let logit = output[state.length] ?? 0;
    for (let i = 0; i < state.length; i++) logit += (output[i] ?? 0) * (state[i] ?? 0);
    return logit;
  }

  /** The log-odds after each of a session's events. */
  logits(rows: readonly Float32Array[]): Float64Array {
    const state = this.begin();
    return Float64Array.from(rows, (row) => this.step(state, row));
  }

  /** The same with so much more log-odds, whatever the session. */
  shiftedBy(logOdds: number): SessionGru {
    const output = this.weights.output.slice();
    output[output.length - 1] = (output.at(-1) ?? 0) + logOdds;
    return new SessionGru({ ...this.weights, output });
  }

  state(): NamedArrays {
    return { ...this.weights };
  }

  /** What state() gave. Throws TypeError on anything else, and on a model of rows of another width. */
  static from(state: NamedArrays, columnCount: number): SessionGru {
    const floats = (name: keyof SessionGruWeights): Float32Array => {
      const array = state[name];
      if (array instanceof Float32Array) return array;
      throw new TypeError(`expected 32-bit floats as "${name}" in the session model`);
    };
    const weights = {
      inputWeights: floats('inputWeights'),
      bias: floats('bias'),
      gateWeights: floats('gateWeights'),
      candidateWeights: floats('candidateWeights'),
      output: floats('output'),
    };
    if (weights.inputWeights.length !== columnCount * weights.bias.length) {
      throw new TypeError(`the session model reads other events than rows of ${columnCount} numbers`);
    }
    return new SessionGru(weights);
  }
}
