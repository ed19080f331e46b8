import type { NamedArrays, NumberArray } from '../artifact/arrays.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** A detector with what its scores are on ordinary rows. */
export interface EnsembleMember {
  readonly detector: Detector;
  readonly mean: number;
  readonly deviation: number;
}

/** The mean of the z-scores of several detectors: they have different scales, and what is extreme for one counts. */
export class DetectorEnsemble implements Detector {
  constructor(
    readonly name: string,
    readonly members: readonly EnsembleMember[],
  ) {}

  score(row: Float64Array): AnomalyScore {
    const contributions = new Float64Array(row.length);
    let [score, base] = [0, 0];
    for (const { detector, mean, deviation } of this.members) {
      if (deviation === 0) continue;
      const of = detector.score(row);
      const unit = deviation * this.members.length;
      score += (of.score - mean) / unit;
      base += (of.base - mean) / unit;
      for (let column = 0; column < contributions.length; column++) {
        contributions[column] = (contributions[column] ?? 0) + (of.contributions[column] ?? 0) / unit;
      }
    }
    return { score, base, contributions };
  }

  /** The arrays of each member under its name. */
  state(): NamedArrays {
    const arrays: Record<string, NumberArray> = {};
    for (const { detector, mean, deviation } of this.members) {
      arrays[`${detector.name}/scale`] = Float64Array.of(mean, deviation);
      for (const [name, array] of Object.entries(detector.state()))
        arrays[`${detector.name}/${name}`] = array;
    }
    return arrays;
  }
}
