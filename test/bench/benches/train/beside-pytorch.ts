import type { TensorFlow } from '#ml';
import { config } from '../../../support/config.ts';
import { openPyTorch } from './pytorch-peer.ts';
import { trainFor, type TrainedModelSize, type TrainingRate } from './train-for.ts';

export interface BesidePyTorch {
  /** Medians of the rounds. */
  readonly ours: TrainingRate;
  /** The better of PyTorch with its own number of threads and with one; undefined without PyTorch. */
  readonly theirs: TrainingRate | undefined;
  /** Its version, or "skipped: " and why. */
  readonly pyTorch: string;
}

/**
 * Rounds of ours and of PyTorch in turn, so that what else runs on the machine slows both. Two peers: threads that wait
 * for each other by spinning cost PyTorch much on a busy machine, where one thread is faster.
 */
export async function besidePyTorch(
  tf: TensorFlow,
  size: TrainedModelSize,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<BesidePyTorch> {
  const all = await openPyTorch(config.python, size, 0);
  if ('skipped' in all) {
    const ours: TrainingRate[] = [];
    for (let round = 0; round < rounds; round++) ours.push(await trainFor(tf, size, seconds));
    return { ours: medianOf(ours), theirs: undefined, pyTorch: `skipped: ${all.skipped}` };
  }
  await using withAll = all;
  const single = await openPyTorch(config.python, size, 1);
  if ('skipped' in single) throw new Error(`PyTorch started once and not again: ${single.skipped}`);
  await using withOne = single;
  const [ours, ofAll, ofOne]: [TrainingRate[], TrainingRate[], TrainingRate[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    ofAll.push(await withAll.trainFor(seconds));
    ours.push(await trainFor(tf, size, seconds));
    ofOne.push(await withOne.trainFor(seconds));
  }
  return { ours: medianOf(ours), theirs: better(medianOf(ofAll), medianOf(ofOne)), pyTorch: all.version };
}

const better = (one: TrainingRate, two: TrainingRate): TrainingRate => ({
  perSecond: Math.max(one.perSecond, two.perSecond),
  perCpuSecond: Math.max(one.perCpuSecond, two.perCpuSecond),
});

const medianOf = (rates: readonly TrainingRate[]): TrainingRate => ({
  perSecond: median(rates.map(({ perSecond }) => perSecond)),
  perCpuSecond: median(rates.map(({ perCpuSecond }) => perCpuSecond)),
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
