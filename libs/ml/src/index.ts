export * from './features/fraud/entities.ts';
export * from './features/fraud/observation.ts';
export * from './features/fraud/order.ts';
export type { Aggregates } from './features/fraud/order-column.ts';
export * from './features/fraud/order-features.ts';
export * from './features/fraud/order-facts.ts';
export * from './features/fraud/order-replay.ts';
export { EMPTY_VELOCITY, LINKS_MAX, type VelocityAggregate } from './features/fraud/velocity-aggregate.ts';
export * from './features/fraud/fold-velocity.ts';
export * from './features/fraud/velocity-codec.ts';
export * from './features/fraud/velocity-window.ts';
export * from './progress.ts';
export type { CheckpointStore } from './checkpoint/checkpoint-store.ts';
export * from './artifact/manifest.ts';
export * from './artifact/artifact-error.ts';
export type { CompressionFigures } from './compression/compression.ts';
export { artifactSha256, readManifest, type TrainedModel } from './artifact/artifact.ts';
export * from './evaluation/model-evaluation.ts';
export type { EpochLoss } from './training/epoch-loss.ts';
export { GATE_METRIC } from './evaluation/evaluate-ranking.ts';
export { type Interaction, type InteractionKind } from './sequences/interaction.ts';
export type { RecommenderDataSet } from './sequences/data-set.ts';
export { DataSetBuilder } from './sequences/data-set-builder.ts';
export type { History, InteractionSequence } from './sequences/history.ts';
export type { Query } from './sequences/queries.ts';
export { chooseSplit } from './sequences/split.ts';
export * from './tensorflow/tensorflow.ts';
export * from './tensorflow/open-tensorflow.ts';
export { trainRecommender, type TrainRecommenderOptions } from './recommender/train-recommender.ts';
export {
  recommenderBudget,
  THOROUGH,
  type RecommenderTrainingBudget,
} from './recommender/recommender-budget.ts';
export type { SearchData, SearchTools, Trial, TrialResult, TrialRunner } from './recommender/search/trial.ts';
export type { OpenedJournal, TrialJournal } from './recommender/search/trial-journal.ts';
export { TrialsInProcess } from './recommender/search/trials-in-process.ts';
export { evaluateServing } from './recommender/held-out.ts';
export { loadRecommender } from './recommender/load-recommender.ts';
export { RankedList, type RankedArrays, type Suggestion } from './recommender/ranked-list.ts';
export { NEW_ITEMS_MOST } from './models/content-vectors.ts';
export type { ItemAttributes } from './features/items/item-attributes.ts';
export { ServingRecommender, type DescribedItem, type Shopper } from './recommender/serving-recommender.ts';
export { CHALLENGERS, type ChallengerName, type Recommender, type SourceName } from './models/recommender.ts';
export { Blend } from './models/blend.ts';
export { priorBlend } from './models/prior-blend.ts';
export { Random } from './random.ts';
export { bootstrapMean, type Interval } from './evaluation/bootstrap.ts';
export type { HeldOutEvaluation } from './evaluation/evaluate-models.ts';
export type { LengthGroup, RankingBreakdown } from './evaluation/ranking-breakdown.ts';
export { rankedAnswers } from './evaluation/ranked-answers.ts';
export { rankingMetrics, targetRanks } from './evaluation/ranking.ts';
export type { ItemExplanation, NamedSourceSay } from './recommender/item-explanation.ts';
export type { ItemMap } from './recommender/item-map.ts';
export { readTrainingReport, type TrainingReport } from './recommender/training-report.ts';
export { addRowTo, buildItemMatrix, type ItemMatrix } from './models/item-matrix.ts';
export { ScoreBoard } from './models/score-board.ts';
export type { Scored } from './models/scored.ts';
export { buildCorpus, type Corpus } from './sequences/corpus.ts';
export { neighbourPrecision, neighbourPrecisions } from './evaluation/neighbour-precision.ts';
export { embedItemImages } from './images/embed-item-images.ts';
export { kFold } from './evaluation/k-fold.ts';
export { pickImages, type Images } from './images/images.ts';
export {
  trainConvolutionalEncoder,
  type ConvolutionalEncoderConfig,
} from './images/train-convolutional-encoder.ts';
export { fitSources } from './recommender/fit-recommender.ts';
export { trainSelfAttention } from './training/train-self-attention.ts';
export { learnBlend } from './recommender/learn-blend.ts';
export { trainChallengers } from './recommender/train-challengers.ts';
export { listSources } from './recommender/sources.ts';
export { FRAUD_ROWS_MIN, trainFraudModel, type TrainFraudModelOptions } from './fraud/train-fraud-model.ts';
export { loadFraudModel } from './fraud/load-fraud-model.ts';
export { FraudModel, type OrderAnomaly } from './fraud/fraud-model.ts';
