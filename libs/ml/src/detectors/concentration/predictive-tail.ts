/**
 * How likely `count` or more events are, when `seen` were seen in `exposure` like periods before: the tail of the
 * negative binomial that a Poisson rate with Jeffreys' prior predicts (Gelman et al., Bayesian Data Analysis, 2.6). With
 * little seen the rate is uncertain, and the tail is longer than a Poisson's.
 */
export function predictiveTail(count: number, seen: number, exposure: number): number {
  const shape = seen + 0.5;
  const failure = 1 / (exposure + 1);
  let term = (1 - failure) ** shape;
  let below = 0;
  for (let i = 0; i < count; i++) {
    below += term;
    term *= ((shape + i) / (i + 1)) * failure;
  }
  // Near 1, the difference is only rounding: then the first terms of the tail say it better.
  if (below < 1 - 1e-9) return 1 - below;
  let tail = 0;
  for (let i = count; i < count + TAIL_TERMS; i++) {
    tail += term;
    term *= ((shape + i) / (i + 1)) * failure;
  }
  return tail;
}

const TAIL_TERMS = 200;
