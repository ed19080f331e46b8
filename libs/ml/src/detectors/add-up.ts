import type { AnomalyScore } from './detector.ts';

/** The score of columns that each say how strange they are, 0 where they are not. */
export const addUp = (contributions: Float64Array): AnomalyScore => ({
  score: contributions.reduce((sum, each) => sum + each, 0),
  base: 0,
  contributions,
});
