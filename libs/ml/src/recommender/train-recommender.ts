import { packArrays } from '../artifact/arrays.ts';
import { sealArtifact, type TrainedModel } from '../artifact/artifact.ts';
import { evaluateModels, type HeldOutEvaluation, type QueryGains } from '../evaluation/evaluate-models.ts';
import { Blend } from '../models/blend.ts';
import type { BlendWeights } from '../models/blend-weights.ts';
import { priorBlend } from '../models/prior-blend.ts';
import type { Recommender } from '../models/recommender.ts';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.ts';
import { Checkpoints } from '../checkpoint/checkpoints.ts';
import { runIdentity } from '../checkpoint/run-identity.ts';
import type { Progress } from '../progress.ts';
import { Random } from '../random.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { queriesIn, type Query } from '../sequences/queries.ts';
import { before, quantileTime } from '../sequences/split.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { Backend } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { EpochLoss, OnEpoch } from '../training/epoch-loss.ts';
import type { CompressionRecord } from '../compression/compression.ts';
import { chooseCompression, compress, type Compressed } from './choose-compression.ts';
import { fitSources, type FittedSources } from './fit-recommender.ts';
import { heldOutQueries } from './held-out.ts';
import { judgedCodec, type Judged } from './judged.ts';
import { learnBlend, type LearnBlendOptions, type LearntBlend } from './learn-blend.ts';
import { saveNewItemImages } from './new-item-images.ts';
import { learntBlendCodec } from './learnt-blend-codec.ts';
import { recommenderBudget, type RecommenderTrainingBudget } from './recommender-budget.ts';
import { chooseWarmStart, type ChosenStart } from './choose-warm-start.ts';
import type { SearchTools } from './search/trial.ts';
import type { ServingRecommender } from './serving-recommender.ts';
import { BLEND_FILE, FACTS_FILE, ITEMS_FILE, REPORT_FILE } from './recommender-files.ts';
import { listSources, saveSources } from './sources.ts';
import { trainChallengers } from './train-challengers.ts';
import { encodeReport } from './training-report.ts';

export interface TrainRecommenderOptions {
  readonly tf: TensorFlow;
  readonly backend: Backend;
  readonly dataSet: RecommenderDataSet;
  /** Visits from then on are the held-out future that every model is compared on. */
  readonly splitAtMs: number;
  readonly seed: number;
  readonly version: string;
  readonly trainedAtMs: number;
  readonly progress?: Progress;
  readonly budget?: Partial<RecommenderTrainingBudget>;
  readonly signal?: AbortSignal | undefined;
  readonly search?: SearchTools | undefined;
  /** The model that serves: the attention model that will serve may go on from its. */
  readonly champion?: ServingRecommender | undefined;
  /** A stopwatch: with it the model's record says how long a list takes. */
  readonly nowMs?: (() => number) | undefined;
  /** What a run that was killed has left there is not done again, if data, split, seed, backend and budget are the same. */
  readonly checkpoints?: { readonly store: CheckpointStore; readonly onResume: (stage: string) => void };
}

type BlendAttributes = LearnBlendOptions['attributes'];

/** A sealed model, and what its blend reached on each held-out query. */
export interface TrainedRecommender extends TrainedModel {
  readonly gains: QueryGains;
}

/** The newest part of the past whose visits the blend is fitted on. */
const FITTING_SHARE = 0.12;

/**
 * Trains a recommender in three passes: sources on the older past and the blend on the newer past they have not seen;
 * sources on the whole past and every model compared on the held-out future; sources on everything, for serving.
 * Works on tiny data too, where it falls back to fixed blend weights. Throws the signal's reason when aborted.
 */
export async function trainRecommender(options: TrainRecommenderOptions): Promise<TrainedRecommender> {
  const { dataSet, splitAtMs, seed, backend } = options;
  const budget = { ...recommenderBudget(backend), ...options.budget };
  const random = new Random(seed);
  const { itemIds } = dataSet;
  const warmed = chooseWarmStart(options.champion, {
    itemIds,
    config: budget.attention,
    atMs: options.trainedAtMs,
  });
  const checkpoints = openCheckpoints(options, budget, random, warmed);
  const past = before(dataSet.sequences, splitAtMs);
  const itemCount = dataSet.itemIds.length;
  const attributes = attributesByIndex(dataSet);
  const learnt = await learn(options, { past, attributes, budget, random, checkpoints });
  const losses = [...learnt.losses];
  const fit = (
    sequences: readonly InteractionSequence[],
    name: string,
    from: number,
    to: number,
    onEpoch?: OnEpoch,
    { config: attention, warm }: Pick<ChosenStart, 'config' | 'warm'> = { config: budget.attention },
  ): Promise<FittedSources> =>
    fitSources({
      tf: options.tf,
      sequences,
      itemCount,
      attributes,
      config: learnt.config,
      repeats: learnt.repeats,
      attention,
      warm,
      random,
      progress: (stage, done) => options.progress?.(stage, from + done * (to - from)),
      signal: options.signal,
      onEpoch,
      checkpoint: checkpoints.at(`attention ${name}`),
    });

  const blendOf = ({ sources, pool }: FittedSources): BlendWeights =>
    usable(learnt.weights, pool.featureCount) ?? priorBlend(listSources(sources));
  const { heldOut, gains, compression } = await checkpoints.stage('evaluations', judgedCodec, async () => {
    const compared = await fit(past, 'compared', 0.35, 0.6);
    const challengers = await trainChallengers({
      tf: options.tf,
      sequences: past,
      itemCount,
      budget,
      seed,
      progress: (stage, done) => options.progress?.(stage, 0.6 + 0.05 * done),
      signal: options.signal,
    });
    options.progress?.('evaluating', 0.65);
    const queries = heldOutQueries(dataSet, splitAtMs, seed, budget.heldOutQueriesMost);
    const choice = { fitted: compared, config: learnt.config, weights: blendOf(compared) };
    const chosen = chooseCompression({ ...choice, queries, nowMs: options.nowMs });
    const all = evaluateAll(compress(choice, chosen.chosen), learnt, { challengers, past, queries });
    return { heldOut: all, gains: all.gains[0] ?? new Map(), compression: chosen };
  });
  const served = await fit(dataSet.sequences, 'served', 0.75, 1, (loss) => losses.push(loss), warmed);
  options.progress?.('sealing', 1);
  const parts = { budget, warmed, learnt, served, weights: blendOf(served), compression, heldOut, losses };
  return { ...seal(options, parts), gains };
}

function attributesByIndex({ itemIds, attributes }: RecommenderDataSet): BlendAttributes {
  return attributes === undefined ? undefined : itemIds.map((id) => attributes.get(id));
}

/** The first pass: what is chosen by data, with the losses on the way there. */
function learn(
  { tf, dataSet, splitAtMs, progress, signal, search }: TrainRecommenderOptions,
  given: {
    readonly past: readonly InteractionSequence[];
    readonly attributes: BlendAttributes;
    readonly budget: RecommenderTrainingBudget;
    readonly random: Random;
    readonly checkpoints: Checkpoints;
  },
) {
  const { past, attributes, budget, random, checkpoints } = given;
  const fromMs = quantileTime(past, 1 - FITTING_SHARE) ?? splitAtMs;
  const interval = { fromMs, untilMs: splitAtMs, most: budget.fittingQueriesMost };
  const queries = queriesIn(past, interval, random);
  return checkpoints.stage('blend', learntBlendCodec, async () => {
    const losses: EpochLoss[] = [];
    const blend = await learnBlend({
      tf,
      past: before(past, fromMs),
      queries,
      itemCount: dataSet.itemIds.length,
      attributes,
      budget,
      random,
      progress: (stage, done) => progress?.(stage, 0.35 * done),
      signal,
      search,
      onEpoch: (loss) => losses.push(loss),
      checkpoints,
    });
    return { ...blend, losses };
  });
}

function openCheckpoints(
  { checkpoints, dataSet, splitAtMs, seed, backend }: TrainRecommenderOptions,
  budget: RecommenderTrainingBudget,
  random: Random,
  { warm, start }: ChosenStart,
): Checkpoints {
  if (checkpoints === undefined) return new Checkpoints(random);
  const settings = { splitAtMs, seed, backend, budget };
  const identity = runIdentity(dataSet, warm === undefined ? settings : { ...settings, start });
  return new Checkpoints(random, { ...checkpoints, identity });
}

/** The blend's first. */
function evaluateAll(
  { fitted: { sources, pool }, weights }: Compressed,
  { repeats }: LearntBlend,
  asked: {
    readonly challengers: readonly Recommender[];
    readonly past: readonly InteractionSequence[];
    readonly queries: readonly Query[];
  },
): HeldOutEvaluation {
  const models = [new Blend(pool, weights), ...listSources(sources), ...asked.challengers];
  return evaluateModels(models, { ...asked, itemCount: sources.popularity.itemCount, repeats });
}

/** A blend fitted while attention was missing does not fit sources that have it, and the other way round. */
function usable(weights: BlendWeights | undefined, featureCount: number): BlendWeights | undefined {
  return weights?.featureCount === featureCount ? weights : undefined;
}

function seal(
  options: TrainRecommenderOptions,
  parts: {
    readonly budget: RecommenderTrainingBudget;
    readonly warmed: ChosenStart;
    readonly learnt: LearntBlend;
    readonly served: FittedSources;
    readonly weights: BlendWeights;
    readonly compression: CompressionRecord;
    readonly heldOut: Judged['heldOut'];
    readonly losses: readonly EpochLoss[];
  },
): TrainedModel {
  const { dataSet, version, trainedAtMs, seed, backend, splitAtMs } = options;
  const { compression, served, weights, learnt } = parts;
  const { sources, facts } = served;
  const { chosen } = compression;
  const files = new Map([...saveSources(sources, chosen), ...saveNewItemImages(dataSet)])
    .set(ITEMS_FILE, new TextEncoder().encode(JSON.stringify(dataSet.itemIds)))
    .set(FACTS_FILE, packArrays({ counts: facts.counts, popularity: facts.popularity, trend: facts.trend }))
    .set(BLEND_FILE, packArrays(weights.pruned(chosen.prunedUnits).state()))
    .set(REPORT_FILE, encodeReport(parts.heldOut, parts.losses));
  return sealArtifact(
    {
      kind: 'recommender',
      version,
      trainedAtMs,
      dataFromMs: dataSet.dataFromMs,
      dataUntilMs: dataSet.dataUntilMs,
      seed,
      backend,
      hyperParameters: {
        sources: learnt.config,
        search: learnt.search,
        repeats: learnt.repeats,
        attention: sources.attention === undefined ? 'too little data' : parts.warmed.config,
        attentionStart: sources.attention === undefined ? undefined : parts.warmed.start,
        blend: weights === learnt.weights ? parts.budget.blend : 'too little data',
        splitAtMs,
      },
      compression,
      evaluations: parts.heldOut.evaluations,
    },
    files,
  );
}
