import type { QualityBenchmark } from '../benchmark.ts';
import { overSeeds, type QualityLine } from '../over-seeds.ts';
import { readDigits } from './read-digits.ts';
import { EPOCHS, FOLDS, runDigits, type DigitsModel } from './run-digits.ts';

/** The vectors of images, on real ones: of the encoder that is told the classes `mustReach` is asked. */
export const DIGITS: Pick<QualityBenchmark, 'name' | 'describes' | 'targets'> = {
  name: 'digits',
  describes:
    'The UCI digits, 1,797 images of 8 x 8 pixels, five-fold cross-validation: the class of an unseen image, and the classes of its nearest unseen neighbours',
  targets: [
    { metric: 'accuracy', published: 0.985, mustReach: 0.985, aim: 0.99 },
    { metric: 'precision@10', published: 0.95, mustReach: 0.95, aim: 0.97 },
  ],
};

const MODELS: readonly DigitsModel[] = ['convolutional-encoder', 'convolutional-autoencoder'];

export async function measureDigits(
  folder: string,
  seeds: readonly number[],
  report: (line: string) => void,
): Promise<readonly QualityLine[]> {
  const digits = await readDigits(folder);
  const runs = [];
  for (const seed of seeds) {
    const rows = [];
    for (const model of MODELS) {
      rows.push(await runDigits(digits, { model, seed, report, foldsMost: FOLDS, epochs: EPOCHS }));
    }
    runs.push({ seed, rows });
  }
  return overSeeds(DIGITS, runs);
}
