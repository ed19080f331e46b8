import type { NamedArrays } from '../artifact/arrays.ts';
import type { Scaler } from '../preprocessing/scaler.ts';
import { Autoencoder } from './autoencoder.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Scaled columns are limited to this: one wild number must not hide the others. */
const SCALED_MOST = 8;

/** An autoencoder with the scales of its columns; a missing value is taken to be an ordinary one. */
export class ScaledAutoencoder implements Detector {
  readonly name = 'autoencoder';

  constructor(
    private readonly scaler: Scaler,
    private readonly autoencoder: Autoencoder,
  ) {}

  static from(state: NamedArrays): ScaledAutoencoder {
    const { offsets, factors, ...layers } = state;
    if (!(offsets instanceof Float64Array && factors instanceof Float64Array)) {
      throw new TypeError('an autoencoder without the scales of its columns');
    }
    return new ScaledAutoencoder({ offsets, factors }, Autoencoder.from(layers));
  }

  score(row: Float64Array): AnomalyScore {
    return this.autoencoder.score(scaledRow(this.scaler, row));
  }

  state(): NamedArrays {
    const { offsets, factors } = this.scaler;
    return { offsets, factors, ...this.autoencoder.state() };
  }
}

/** 0, the mean, where a value is missing. */
export function scaledRow({ offsets, factors }: Scaler, row: Float64Array): Float64Array {
  return row.map((value, column) => {
    const scaled = (value - (offsets[column] ?? 0)) * (factors[column] ?? 0);
    return Number.isNaN(scaled) ? 0 : Math.max(-SCALED_MOST, Math.min(SCALED_MOST, scaled));
  });
}
