/** Log-odds as a weighted sum of those of several models. */
export interface Stacking {
  /** [members], none below 0 */
  readonly weights: Float64Array;
  readonly intercept: number;
}

const CYCLES_MOST = 100;
const CHANGE_LEAST = 1e-5;
/**
 * How much it takes to move a weight from an even share, as a curvature of the loss: as two rows on the fence, at log-odds of
 * 10, would. Weights found on some hundred positives are partly chance.
 */
const EVEN = 50;

/**
 * Stacking (Breiman 1996): the weights, not negative, and the intercept that make the log loss of these rows least, with a
 * pull towards even weights. `logits` [members][rows], of models that did not see these rows; `labels` 0 or 1.
 */
export function stack(logits: readonly Float64Array[], labels: Int32Array): Stacking {
  const even = 1 / logits.length;
  const weights = new Float64Array(logits.length).fill(even);
  const ones = new Float64Array(labels.length).fill(1);
  const sum = new Float64Array(labels.length);
  for (const ofMember of logits) addScaled(sum, ofMember, even);
  let intercept = 0;
  for (let cycle = 0; cycle < CYCLES_MOST; cycle++) {
    const lift = newtonStep(sum, ones, labels, 0, 1e-9);
    addScaled(sum, ones, lift);
    intercept += lift;
    let change = Math.abs(lift);
    for (const [i, ofMember] of logits.entries()) {
      const weight = weights[i] ?? 0;
      const next = Math.max(0, weight + newtonStep(sum, ofMember, labels, EVEN * (weight - even), EVEN));
      addScaled(sum, ofMember, next - weight);
      weights[i] = next;
      change = Math.max(change, Math.abs(next - weight));
    }
    if (change < CHANGE_LEAST) break;
  }
  return { weights, intercept };
}

/** How far one weight should move; `slope` and `curvature` of what pulls at it beside the rows. */
function newtonStep(
  logits: Float64Array,
  input: Float64Array,
  labels: Int32Array,
  slope: number,
  curvature: number,
): number {
  for (let row = 0; row < labels.length; row++) {
    const probability = 1 / (1 + Math.exp(-(logits[row] ?? 0)));
    const value = input[row] ?? 0;
    slope += (probability - (labels[row] ?? 0)) * value;
    curvature += probability * (1 - probability) * value * value;
  }
  // Far from the minimum the curvature is too flat to be trusted.
  return Math.max(-1, Math.min(1, -slope / curvature));
}

function addScaled(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + factor * (values[i] ?? 0);
}
