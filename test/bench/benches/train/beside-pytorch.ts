import type { TensorFlow } from '#ml';
import { config } from '../../../support/config.ts';
import { openPyTorch } from './pytorch-peer.ts';
import { trainFor, type TrainedModelSize } from './train-for.ts';

export interface BesidePyTorch {
  /** Sequences a second, the median of the rounds. */
  readonly ours: number;
  /** The same of PyTorch with the number of threads that is faster here; null without PyTorch. */
  readonly theirs: number | null;
  readonly ratio: number | null;
  /** Its version, or "skipped: " and why. */
  readonly pyTorch: string;
  readonly pyTorchThreads: string;
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
  const usual = await openPyTorch(config.python, size, 0);
  if ('skipped' in usual) {
    const ours = await roundsOf(rounds, () => trainFor(tf, size, seconds));
    return {
      ours: median(ours),
      theirs: null,
      ratio: null,
      pyTorch: `skipped: ${usual.skipped}`,
      pyTorchThreads: '',
    };
  }
  await using all = usual;
  await using one = mustBeThere(await openPyTorch(config.python, size, 1));
  const [ours, withAll, withOne]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    withAll.push(await all.trainFor(seconds));
    ours.push(await trainFor(tf, size, seconds));
    withOne.push(await one.trainFor(seconds));
  }
  const theirs = Math.max(median(withAll), median(withOne));
  return {
    ours: median(ours),
    theirs,
    ratio: median(ours) / theirs,
    pyTorch: all.version,
    pyTorchThreads: median(withOne) > median(withAll) ? 'one' : 'its own number',
  };
}

function mustBeThere<Peer>(peer: Peer | { readonly skipped: string }): Peer {
  if (typeof peer === 'object' && peer !== null && 'skipped' in peer)
    throw new Error(`PyTorch: ${peer.skipped}`);
  return peer as Peer;
}

async function roundsOf(rounds: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measure());
  return all;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
