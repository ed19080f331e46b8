/**
 * How log-odds become a probability. Plain data, so that it is kept as JSON.
 * - `none`: the logistic function alone.
 * - `platt`: the logistic function of slope x logit + intercept.
 * - `isotonic`: straight lines between the points, the first and last probability beyond them. Logits rise strictly.
 */
export type Calibration =
  | { readonly kind: 'none' }
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  | {
      readonly kind: 'isotonic';
      readonly logits: readonly number[];
      readonly probabilities: readonly number[];
    };

/** The probability, 0 to 1, that log-odds stand for. Never falls as the logit rises. */
export function calibrate(calibration: Calibration, logit: number): number {
  switch (calibration.kind) {
    case 'none':
      return logistic(logit);
    case 'platt':
      return logistic(calibration.slope * logit + calibration.intercept);
    case 'isotonic':
      return interpolate(calibration.logits, calibration.probabilities, logit);
  }
}

export const logistic = (logit: number): number =>
  logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));

function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] ?? Infinity) <= x) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return ys[0] ?? NaN;
  if (low === xs.length) return ys[xs.length - 1] ?? NaN;
  const [x0, x1] = [xs[low - 1] ?? 0, xs[low] ?? 0];
  const [y0, y1] = [ys[low - 1] ?? 0, ys[low] ?? 0];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
