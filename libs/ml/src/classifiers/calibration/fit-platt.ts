import { logistic, type Calibration } from './calibration.ts';

const STEPS_MOST = 100;
/** Added to the curvature, so that it can be inverted. */
const RIDGE = 1e-12;
const STEP_LEAST = 1e-10;
const GRADIENT_LEAST = 1e-6;

/**
 * Slope and intercept of the logistic function that fits the labels best (Platt 1999), by Newton's method with
 * backtracking and Platt's targets, which are not quite 0 and 1 (Lin, Lin and Weng 2007).
 */
export function fitPlatt(logits: ArrayLike<number>, labels: readonly boolean[]): Calibration {
  const positives = labels.filter(Boolean).length;
  const target = {
    yes: (positives + 1) / (positives + 2),
    no: 1 / (labels.length - positives + 2),
  };
  const targets = Float64Array.from(labels, (label) => (label ? target.yes : target.no));
  // From a flat start, where no probability is so near to 0 or 1 that it says nothing of the way.
  let [slope, intercept] = [0, Math.log((positives + 1) / (labels.length - positives + 1))];
  let loss = lossOf(logits, targets, slope, intercept);
  for (let step = 0; step < STEPS_MOST; step++) {
    const { gradient, move } = newtonStep(logits, targets, slope, intercept);
    if (Math.hypot(...gradient) < GRADIENT_LEAST * labels.length) break;
    let length = 1;
    for (; length >= STEP_LEAST; length /= 2) {
      const [a, b] = [slope + length * move[0], intercept + length * move[1]];
      const next = lossOf(logits, targets, a, b);
      if (next < loss) {
        [slope, intercept, loss] = [a, b, next];
        break;
      }
    }
    if (length < STEP_LEAST) break;
  }
  // A falling curve would turn the order of the scores round.
  return { kind: 'platt', slope: Math.max(0, slope), intercept };
}

function lossOf(logits: ArrayLike<number>, targets: Float64Array, slope: number, intercept: number): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) {
    const x = slope * (logits[row] ?? 0) + intercept;
    sum += Math.max(0, x) - x * (targets[row] ?? 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
  return sum;
}

function newtonStep(logits: ArrayLike<number>, targets: Float64Array, slope: number, intercept: number) {
  let [ga, gb, haa, hab, hbb] = [0, 0, RIDGE, 0, RIDGE];
  for (let row = 0; row < targets.length; row++) {
    const logit = logits[row] ?? 0;
    const p = logistic(slope * logit + intercept);
    const [distance, curve] = [p - (targets[row] ?? 0), p * (1 - p)];
    ga += distance * logit;
    gb += distance;
    haa += curve * logit * logit;
    hab += curve * logit;
    hbb += curve;
  }
  const determinant = haa * hbb - hab * hab;
  const move = [-(hbb * ga - hab * gb) / determinant, -(haa * gb - hab * ga) / determinant] as const;
  return { gradient: [ga, gb] as const, move };
}
