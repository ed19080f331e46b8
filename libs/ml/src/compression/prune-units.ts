import type { BlendArrays } from '../models/blend-weights.ts';

/**
 * Takes out the share of the hidden units that matter least: those with the smallest product of the length of their
 * incoming weights and their outgoing weight (structured magnitude pruning). What is left is a smaller dense network.
 */
export function pruneUnits(arrays: BlendArrays, share: number): BlendArrays {
  const { hidden, hiddenBias, output } = arrays;
  const units = output.length;
  const sizes = Float64Array.from(output, (weight, unit) => {
    let squares = 0;
    for (let at = unit; at < hidden.length; at += units) squares += (hidden[at] ?? 0) ** 2;
    return Math.abs(weight) * Math.sqrt(squares);
  });
  const order = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  // A network without any unit would have no shape.
  const kept = order.slice(0, Math.max(1, units - Math.floor(share * units))).sort((a, b) => a - b);
  const features = hidden.length / units;
  const pruned = new Float32Array(features * kept.length);
  for (let feature = 0; feature < features; feature++) {
    for (const [place, unit] of kept.entries()) {
      pruned[feature * kept.length + place] = hidden[feature * units + unit] ?? 0;
    }
  }
  return {
    ...arrays,
    hidden: pruned,
    hiddenBias: Float32Array.from(kept, (unit) => hiddenBias[unit] ?? 0),
    output: Float32Array.from(kept, (unit) => output[unit] ?? 0),
  };
}
