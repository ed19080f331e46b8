/** Weights of one gated recurrent layer; n numbers go in, d are its state. Matrices are row-major. */
export interface GruCell {
  /** [n, 3d]: of reset gate, update gate and candidate, side by side; `bias` is [3d]. */
  readonly inputWeights: Float32Array;
  readonly bias: Float32Array;
  /** [d, 2d] of the two gates and [d, d] of the candidate, over the state before. */
  readonly gateWeights: Float32Array;
  readonly candidateWeights: Float32Array;
}

/**
 * One step of a gated recurrent unit (Cho et al. 2014), in place: state <- (1 - z) state + z tanh(Wx + U(r state)), with the
 * gates r and z in (0, 1). `state` [d], `input` [n].
 */
export function stepGru(cell: GruCell, state: Float32Array, input: Float32Array): void {
  const d = state.length;
  const weighted = cell.bias.slice();
  addProduct(weighted, input, cell.inputWeights);
  const gates = weighted.subarray(0, 2 * d);
  addProduct(gates, state, cell.gateWeights);
  for (let i = 0; i < 2 * d; i++) gates[i] = 1 / (1 + Math.exp(-(gates[i] ?? 0)));
  const candidate = weighted.subarray(2 * d);
  addProduct(
    candidate,
    state.map((value, i) => value * (gates[i] ?? 0)),
    cell.candidateWeights,
  );
  for (let i = 0; i < d; i++) {
    const update = gates[d + i] ?? 0;
    state[i] = (1 - update) * (state[i] ?? 0) + update * Math.tanh(candidate[i] ?? 0);
  }
}

/** target [m] += vector [n] · matrix [n, m]. Most of an event's numbers are 0. */
function addProduct(target: Float32Array, vector: Float32Array, matrix: Float32Array): void {
  const columns = target.length;
  for (let row = 0, at = 0; row < vector.length; row++, at += columns) {
    const value = vector[row] ?? 0;
    if (value === 0) continue;
    for (let i = 0; i < columns; i++) target[i] = (target[i] ?? 0) + value * (matrix[at + i] ?? 0);
  }
}
