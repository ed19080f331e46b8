import { openTensorFlow } from '#ml';
import type { Bench, Numbers } from '../bench.ts';
import { besidePyTorch, type BesidePyTorch } from './train/beside-pytorch.ts';
import { trainFor, type TrainedModelSize } from './train/train-for.ts';

const MODEL: TrainedModelSize = {
  batch: 128,
  length: 50,
  dimension: 64,
  blocks: 2,
  heads: 1,
  items: 12_000,
  dropout: 0.2,
  negatives: 0,
};
const QUICK: TrainedModelSize = { ...MODEL, batch: 2, length: 10, items: 500 };
const ROUNDS = 3;
const SAMPLED_NEGATIVES = 256;
/** WebAssembly takes seconds for a step of the whole batch. */
const WASM_BATCH = 8;

/** Sequences a second that self-attention is trained on, beside the same model, loss and optimiser in PyTorch. */
export const train: Bench = {
  name: 'train',
  measures:
    'sequences/s in training of self-attention (batch 128 x 50, 64 dimensions, 2 blocks, 12,000 items, full cross-entropy), and their ratio to those of PyTorch',
  logs: ['postgres'],
  targets: () => ({ figure: 'ratio', sense: 'atLeast', mustReach: 0.8, aim: 1 }),
  async run(options) {
    const seconds = options.quick ? 0.1 : (options.seconds ?? 15);
    const rounds = options.quick ? 1 : ROUNDS;
    const size = options.quick ? QUICK : MODEL;
    const { tf, backend, reason } = await openTensorFlow('auto');
    const full = await besidePyTorch(tf, size, { rounds, seconds });
    const sampled = await besidePyTorch(tf, { ...size, negatives: SAMPLED_NEGATIVES }, { rounds, seconds });
    const wasm = await openTensorFlow('wasm');
    const wasmBatch = Math.min(WASM_BATCH, size.batch);
    const onWasm = await trainFor(wasm.tf, { ...size, batch: wasmBatch }, seconds);
    return {
      perSecond: full.ours.perSecond,
      ratio: full.theirs === undefined ? null : full.ours.perSecond / full.theirs.perSecond,
      p50Ms: null,
      p99Ms: null,
      p999Ms: null,
      figures: {
        ...besideIt(full),
        ...Object.fromEntries(
          Object.entries(besideIt(sampled)).map(([name, value]) => [`sampled ${name}`, value]),
        ),
        wasmPerSecond: onWasm.perSecond,
      },
      config: {
        ...size,
        loss: 'cross-entropy over all items',
        sampledNegatives: SAMPLED_NEGATIVES,
        wasmBatch,
        optimiser: 'Adam',
        backend,
        backendReason: reason,
        pyTorch: full.pyTorch,
        load: 'ours and PyTorch in turn; median of the rounds; PyTorch with its own number of threads or with one, whichever is better',
        rounds,
        seconds,
      },
    };
  },
};

function besideIt({ ours, theirs }: BesidePyTorch): Numbers {
  return {
    trainedPerSecond: ours.perSecond,
    pyTorchPerSecond: theirs?.perSecond ?? null,
    ratioToPyTorch: theirs === undefined ? null : ours.perSecond / theirs.perSecond,
    trainedPerCpuSecond: ours.perCpuSecond,
    pyTorchPerCpuSecond: theirs?.perCpuSecond ?? null,
    cpuRatioToPyTorch: theirs === undefined ? null : ours.perCpuSecond / theirs.perCpuSecond,
  };
}
