import { itemFacts } from '../models/blend-features.ts';
import type { ItemFacts } from '../models/blend-features.ts';
import type { AttentionPooling } from '../models/attention-pooling.ts';
import { BlendCandidates } from '../models/blend.ts';
import type { Checkpoint } from '../checkpoint/checkpoints.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { OnEpoch } from '../training/epoch-loss.ts';
import { trainAttention, type AttentionConfig } from '../training/train-attention.ts';
import type { WarmStart } from '../training/warm-items.ts';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import { trainContent } from '../training/train-content.ts';
import { listSources, trainSources, type Sources } from './sources.ts';
import type { SourcesConfig } from './sources-config.ts';

/** Below this attention has nothing to learn from. */
const ATTENTION_INTERACTIONS_MIN = 500;

export interface FitOptions {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  /** By item; left out where a shop tells none. */
  readonly attributes?: readonly (ItemAttributes | undefined)[] | undefined;
  readonly config: SourcesConfig;
  /** Whether items of the history can be answers. */
  readonly repeats: boolean;
  readonly attention: AttentionConfig;
  readonly random: Random;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: OnEpoch | undefined;
  /** Of the attention model: the others are counted in less time than they take to read. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Of the attention model, with a config to match. */
  readonly warm?: WarmStart | undefined;
}

/** Every source trained on the same past, ready to be blended. */
export interface FittedSources {
  readonly sources: Sources;
  readonly facts: ItemFacts;
  readonly pool: BlendCandidates;
}

/** Trains all sources on some sequences. */
export async function fitSources(options: FitOptions): Promise<FittedSources> {
  const corpus = buildCorpus(options.sequences, options.itemCount);
  options.progress('counting', 0);
  const attention = await attentionFor(options, corpus.items.length);
  const { attributes, random } = options;
  const content = attributes === undefined ? undefined : trainContent({ corpus, attributes, random });
  const sources = trainSources(corpus, options.config, { attention, content });
  const facts = itemFacts(corpus);
  return { sources, facts, pool: new BlendCandidates(listSources(sources), facts, options.repeats) };
}

async function attentionFor(
  options: FitOptions,
  interactions: number,
): Promise<AttentionPooling | undefined> {
  if (interactions < ATTENTION_INTERACTIONS_MIN || options.attention.epochs === 0) return undefined;
  const { attention: config, ...rest } = options;
  return trainAttention({ ...rest, config, kindPower: options.config.transitions.kindPower });
}
