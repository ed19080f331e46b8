import type { Scaler } from '../preprocessing/scaler.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { trainAutoencoder, type AutoencoderConfig } from '../training/train-autoencoder.ts';
import { ScaledAutoencoder, scaledRow } from './scaled-autoencoder.ts';

export interface AutoencoderFit {
  readonly tf: TensorFlow;
  readonly config?: Partial<AutoencoderConfig> | undefined;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Suits orders and payments of any shop. */
export const AUTOENCODER: AutoencoderConfig = {
  hidden: [32, 12, 32],
  epochs: 30,
  batchSize: 128,
  learningRate: 3e-3,
  inputDropout: 0.1,
};
/** Held back from training: decides when to stop. */
const VALIDATION_SHARE = 0.2;
/** Rows drawn where there are more: a small network has learnt what is ordinary by then. */
const ROWS_MOST = 20_000;

/** Scales the columns and trains on rows drawn by chance. Leaves no tensors. */
export async function fitAutoencoder(matrix: FeatureMatrix, fit: AutoencoderFit): Promise<ScaledAutoencoder> {
  const { tf, random, progress, signal } = fit;
  const scaler = fitScaler(matrix);
  const drawn = [...random.sample(matrix.rowCount, ROWS_MOST)].map((row) =>
    scaledRow(
      scaler,
      Float64Array.from(matrix.values, (column) => column[row] ?? NaN),
    ),
  );
  const validationSize = Math.ceil(VALIDATION_SHARE * drawn.length);
  const training = drawn.slice(validationSize);
  const autoencoder = await trainAutoencoder({
    tf,
    rows: training.length === 0 ? drawn : training,
    validation: drawn.slice(0, validationSize),
    config: { ...AUTOENCODER, ...fit.config },
    random,
    ...(progress === undefined ? {} : { progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  return new ScaledAutoencoder(scaler, autoencoder);
}

/** Mean 0 and deviation 1 over the values that are there; a constant column becomes 0. */
function fitScaler({ values }: FeatureMatrix): Scaler {
  const scales = values.map((column) => {
    const known = column.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / Math.max(1, known.length));
    // Rounding leaves a constant column a few units in the last place of 32 bits.
    return { mean, factor: deviation <= 1e-6 * Math.max(1, Math.abs(mean)) ? 0 : 1 / deviation };
  });
  return {
    offsets: Float64Array.from(scales, ({ mean }) => mean),
    factors: Float64Array.from(scales, ({ factor }) => factor),
  };
}
