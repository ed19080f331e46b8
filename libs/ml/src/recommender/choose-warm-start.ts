import type { AttentionConfig } from '../training/train-attention.ts';
import type { WarmStart } from '../training/warm-items.ts';
import type { ServingRecommender } from './serving-recommender.ts';

/** Trainings in a row that may go on from the one before, and for how long, until one begins from scratch again. */
export const WARM_STARTS_MOST = 6;
export const FROM_SCRATCH_EVERY_MS = 7 * 86_400_000;

/** One more epoch from the last weights: the recipe's refresh between full fits. */
const WARM_EPOCHS = 1;
const WARM_LEARNING_RATE = 2e-3;

/** Where the weights of a served attention model began; in the manifest. */
export interface AttentionStart {
  /** A version, or 'none'. */
  readonly warmStartedFrom: string;
  /** Trainings in a row that went on from the one before. */
  readonly warmStarts: number;
  readonly fromScratchAtMs: number;
}

type Champion = Pick<ServingRecommender, 'manifest' | 'itemIds' | 'attentionWeights'>;

export interface ChosenStart {
  readonly start: AttentionStart;
  readonly config: AttentionConfig;
  readonly warm?: WarmStart;
}

/**
 * Whether the attention model that will serve goes on from the champion's. From scratch without a champion, where its model has
 * another shape, and when it is time again.
 */
export function chooseWarmStart(
  champion: Champion | undefined,
  {
    itemIds,
    config,
    atMs,
  }: { readonly itemIds: readonly string[]; readonly config: AttentionConfig; readonly atMs: number },
): ChosenStart {
  const scratch = {
    start: { warmStartedFrom: 'none', warmStarts: 0, fromScratchAtMs: atMs },
    config,
  };
  const weights = champion?.attentionWeights;
  if (champion === undefined || weights === undefined) return scratch;
  if (weights.dimension !== config.dimension || weights.historyMost !== config.historyMost) return scratch;
  const { warmStarts, fromScratchAtMs } = startOf(champion);
  if (warmStarts >= WARM_STARTS_MOST || atMs - fromScratchAtMs >= FROM_SCRATCH_EVERY_MS) return scratch;
  const rows = new Map(champion.itemIds.map((id, row) => [id, row]));
  const rowCount = weights.items.length / weights.dimension;
  const rowOf = Int32Array.from(itemIds, (id) => {
    const row = rows.get(id) ?? -1;
    // Items that were only described to it come after those that it was trained on.
    return row < rowCount ? row : -1;
  });
  return {
    start: { warmStartedFrom: champion.manifest.version, warmStarts: warmStarts + 1, fromScratchAtMs },
    config: { ...config, epochs: Math.min(config.epochs, WARM_EPOCHS), learningRate: WARM_LEARNING_RATE },
    warm: { weights, rowOf },
  };
}

/** A version of before there were warm starts began from scratch. */
function startOf({ manifest }: Champion): AttentionStart {
  const start = manifest.hyperParameters['attentionStart'] as AttentionStart | undefined;
  return start ?? { warmStartedFrom: 'none', warmStarts: 0, fromScratchAtMs: manifest.trainedAtMs };
}
