import { Random, trainSelfAttention, type InteractionSequence, type TensorFlow } from '#ml';

/** The model, the batch and the loss of the benchmark; the PyTorch script takes the same. */
export interface TrainedModelSize {
  readonly batch: number;
  readonly length: number;
  readonly dimension: number;
  readonly blocks: number;
  readonly heads: number;
  readonly items: number;
  readonly dropout: number;
  /** Of the sampled loss; 0 for cross-entropy over all items. */
  readonly negatives: number;
}

export interface TrainingRate {
  readonly perSecond: number;
  /** Sequences for each second of processor time, of all threads: hardly changed by what else runs. */
  readonly perCpuSecond: number;
}

const STEPS_AN_EPOCH = 40;

/**
 * Trains as the product does, on sequences that fill every row, for so many seconds after the first ten steps; the
 * rate of sequences.
 */
export async function trainFor(
  tf: TensorFlow,
  size: TrainedModelSize,
  seconds: number,
): Promise<TrainingRate> {
  const { batch, length, negatives } = size;
  const steps = 1e6;
  const enough = new AbortController();
  let start: { readonly step: number; readonly atMs: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  let rate: TrainingRate = { perSecond: 0, perCpuSecond: 0 };
  try {
    await trainSelfAttention({
      tf,
      sequences: fullSequences(batch * STEPS_AN_EPOCH, size),
      itemCount: size.items,
      config: {
        dimension: size.dimension,
        blocks: size.blocks,
        heads: size.heads,
        historyMost: length,
        batchRows: batch,
        dropout: size.dropout,
        loss: negatives === 0 ? { name: 'cross-entropy' } : { name: 'sampled', negatives },
        epochs: steps,
        stepsMost: steps,
        learningRate: 1e-3,
      },
      random: new Random(1),
      progress: (_stage, done) => {
        const [step, atMs] = [Math.round(done * steps), performance.now()];
        start ??= { step, atMs, cpu: process.cpuUsage() };
        const elapsedMs = atMs - start.atMs;
        const { user, system } = process.cpuUsage(start.cpu);
        const sequences = (step - start.step) * batch;
        if (sequences > 0)
          rate = {
            perSecond: (sequences * 1e3) / elapsedMs,
            perCpuSecond: (sequences * 1e6) / (user + system),
          };
        if (elapsedMs >= seconds * 1_000) enough.abort();
      },
      signal: enough.signal,
    });
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  return rate;
}

function fullSequences(count: number, { length, items }: TrainedModelSize): readonly InteractionSequence[] {
  const random = new Random(2);
  return Array.from({ length: count }, (_, number) => ({
    owner: `u:${number}`,
    items: Int32Array.from({ length: length + 1 }, () => random.integer(items)),
    kinds: new Uint8Array(length + 1),
    timesMs: Float64Array.from({ length: length + 1 }, (_each, i) => i),
    groups: new Int32Array(length + 1),
  }));
}
