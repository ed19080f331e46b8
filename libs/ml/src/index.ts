export * from './features/fraud/entities.ts';
export * from './features/fraud/observation.ts';
export * from './features/fraud/order.ts';
export { OrderContext, type Aggregates } from './features/fraud/order-context.ts';
export * from './features/fraud/counted-entities.ts';
export { EntityGraph, type ComponentChanges } from './features/fraud/component/entity-graph.ts';
export * from './features/fraud/component/tie-observation.ts';
export { ORDER_FEATURES } from './features/fraud/definitions/order-feature-definitions.ts';
export type * from './features/fraud/definitions/feature-definition.ts';
export { sayFeature } from './features/fraud/definitions/say-feature.ts';
export * from './features/fraud/order-features.ts';
export * from './features/fraud/order-facts.ts';
export * from './features/fraud/vector-codec.ts';
export { KnownOrder } from './features/fraud/known-order.ts';
export * from './features/fraud/order-replay.ts';
export { EMPTY_VELOCITY, LINKS_MAX, type VelocityAggregate } from './features/fraud/velocity-aggregate.ts';
export * from './features/fraud/fold-velocity.ts';
export * from './features/fraud/velocity-codec.ts';
export * from './features/fraud/velocity-window.ts';
export * from './progress.ts';
export type { CheckpointStore } from './checkpoint/checkpoint-store.ts';
export { packArrays, unpackArrays, type NamedArrays } from './artifact/arrays.ts';
export * from './artifact/manifest.ts';
export * from './artifact/artifact-error.ts';
export type { CompressionFigures } from './compression/compression.ts';
export { artifactSha256, readManifest, type TrainedModel } from './artifact/artifact.ts';
export { hasFraudClassifier } from './fraud/fraud-classifier.ts';
export { readRetoldRules, type RetoldRules } from './fraud/retold-rules.ts';
export * from './evaluation/model-evaluation.ts';
export type { EpochLoss } from './training/epoch-loss.ts';
export { popularityDrift, type ItemCounts } from './evaluation/popularity-drift.ts';
export { GATE_METRIC } from './evaluation/evaluate-ranking.ts';
export type { QueryGains } from './evaluation/evaluate-models.ts';
export { sequentialPValue, wilsonInterval, type Proportion } from './evaluation/proportions.ts';
export { pairedBootstrap, type Difference } from './evaluation/bootstrap.ts';
export { INTERACTION_KINDS, type Interaction, type InteractionKind } from './sequences/interaction.ts';
export { interactionsOf } from './sequences/interactions-of.ts';
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
export { readItemIds } from './recommender/read-item-ids.ts';
export {
  RankedList,
  type RankedArrays,
  type Suggestion,
  type SuggestionSource,
} from './recommender/ranked-list.ts';
export { NEW_ITEMS_MOST } from './models/content-vectors.ts';
export type { ItemAttributes } from './features/items/item-attributes.ts';
export { ServingRecommender, type DescribedItem, type Shopper } from './recommender/serving-recommender.ts';
export type { Learnt, OwnedInteraction } from './live/live-learner.ts';
export { CHALLENGERS, type ChallengerName, type Recommender, type SourceName } from './models/recommender.ts';
export { Blend } from './models/blend.ts';
export { priorBlend } from './models/prior-blend.ts';
export { Random } from './random.ts';
export { bootstrapMean, type Interval } from './evaluation/bootstrap.ts';
export { bootstrapClassification, type ScoredRows } from './evaluation/bootstrap-classification.ts';
export { cardPrecisions } from './evaluation/card-precision.ts';
export { expectedCalibrationError } from './evaluation/calibration-error.ts';
export { averagePrecision, recallAtFalsePositiveRate, rocAuc } from './evaluation/classification.ts';
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
export { LabelBook } from './labels/label-book.ts';
export { labelOfEvent } from './labels/label-of-event.ts';
export { loadFraudModel } from './fraud/load-fraud-model.ts';
export { DriftCounts } from './fraud/drift/drift-counts.ts';
export { FraudModel, type FeatureShare } from './fraud/fraud-model.ts';
export type { FeatureMatrix } from './tables/feature-matrix.ts';
export type { Classifier, Explained } from './classifiers/classifier.ts';
export { BoostedTrees } from './classifiers/boosting/boosted-trees.ts';
export { trainBoosting } from './classifiers/boosting/train-boosting.ts';
export { extraTreesConfig, randomForestConfig } from './classifiers/forest/forest-config.ts';
export { trainForest } from './classifiers/forest/train-forest.ts';
export { trainLogistic } from './classifiers/logistic/train-logistic.ts';
export { scoreMatrix } from './classifiers/score-matrix.ts';
export { findConcentrations, type Concentration } from './detectors/concentration/find-concentrations.ts';
export { groupIntoIncidents, type Incident } from './detectors/concentration/incidents.ts';
export { decodeOrderCounts, encodeOrderCounts } from './detectors/concentration/order-counts-codec.ts';
export { OrderCounts } from './detectors/concentration/order-counts.ts';
export { binsOf, binWords, type WatchedColumn } from './detectors/concentration/watched-column.ts';
export type { AnomalyScore, Detector } from './detectors/detector.ts';
export { fitAutoencoder } from './detectors/fit-autoencoder.ts';
export { fitAutomaticDetector, QUANTILE_HISTOGRAM } from './detectors/fit-automatic-detector.ts';
export { fitEcod } from './detectors/fit-ecod.ts';
export { fitHistograms } from './detectors/fit-histograms.ts';
export { fitIsolationForest, ISOLATION_FOREST } from './detectors/fit-isolation-forest.ts';
export { fitPaymentScore } from './detectors/fit-payment-score.ts';
export { scoreRows } from './detectors/score-rows.ts';
export { thresholdAt } from './detectors/threshold-at.ts';
export type { PaymentRoles } from './detectors/payment-roles.ts';
export { Ensemble } from './classifiers/ensemble/ensemble.ts';
export { trainEnsemble, type PlannedMember } from './classifiers/ensemble/train-ensemble.ts';
export { fitSurrogate } from './classifiers/surrogate/fit-surrogate.ts';
export { ruleText, type SurrogateRules } from './classifiers/surrogate/surrogate-rules.ts';
export { calibrate, type Calibration } from './classifiers/calibration/calibration.ts';
export { chooseCalibration } from './classifiers/calibration/choose-calibration.ts';
export {
  CLASS_WEIGHTS,
  DENSE_LOSSES,
  DENSE_OPTIMISERS,
  type DenseConfig,
} from './classifiers/dense/dense-config.ts';
export { trainDense } from './classifiers/dense/train-dense.ts';
export { ColumnProfile } from './tables/columns/column-profile.ts';
export {
  FEATURE_TYPES,
  isFeature,
  type ColumnSchema,
  type FeatureType,
} from './tables/columns/column-schema.ts';
export { inferColumn } from './tables/columns/infer-column.ts';
export { isMissing } from './tables/cells/is-missing.ts';
export { categoryKey } from './tables/columns/category-key.ts';
export { classLabels, type ClassLabels } from './tables/labels/class-labels.ts';
export { TableBuilder, type Misfits } from './tables/table-builder.ts';
export type { Table } from './tables/table.ts';
export type { TableEvaluation } from './tables/evaluation/table-evaluation.ts';
export { bestByF1, type ThresholdPoint } from './tables/evaluation/threshold-curve.ts';
export { confusionOf } from './tables/evaluation/confusion-of.ts';
export { decisionFigures } from './tables/evaluation/decision-figures.ts';
export type { ReportedColumn, TableReport } from './tables/table-report.ts';
export { boostedFamily } from './tables/model/boosted-family.ts';
export { denseFamily } from './tables/model/dense-family.ts';
export type { FamilyName, ModelFamily } from './tables/model/model-family.ts';
export type { TableModel } from './tables/model/table-model.ts';
export { loadTableModel } from './tables/model/load-table-model.ts';
export { trainTable, type TrainedTable } from './tables/training/train-table.ts';
export { automaticMembers } from './classifiers/ensemble/automatic-members.ts';
export { withPaymentRatios } from './features/payment-ratios.ts';
export { SessionBook, type KnownAttacker } from './fraud/session/session-book.ts';
export { SessionEncoder } from './fraud/session/session-encoder.ts';
export {
  SESSION_EVENT_KINDS,
  sessionEventKind,
  type SessionEventKind,
} from './fraud/session/session-event-kind.ts';
export { SessionGru } from './fraud/session/session-gru.ts';
export { isSessionOver } from './fraud/session/session-gap.ts';
export { SessionModel } from './fraud/session/session-model.ts';
export { sessionOwner } from './fraud/session/session-owner.ts';
export { SessionRun } from './fraud/session/session-run.ts';
