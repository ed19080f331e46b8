import { z } from 'zod';
import { EpochMs, ModelVersionId, ShopId } from './ids.ts';
import type { EventVerdictCode } from './errors.ts';

/** events.rejected: what could not be taken, whole, with the reason; it can be replayed after a fix. */
export interface RejectedEvent {
  readonly rejectedId: string;
  /** Absent where the key itself was wrong. */
  readonly shopId?: ShopId;
  readonly eventId?: string;
  /** The door or the consumer group that refused it. */
  readonly stage: string;
  readonly code: EventVerdictCode;
  /** Path of the field at fault. */
  readonly field?: string;
  readonly message: string;
  /** The original bytes. */
  readonly bodyBase64: string;
  readonly receivedAt: EpochMs;
}

/** model-versions.v1: which version serves a shop; the newest record of a key wins. */
export const ModelKind = z.enum(['recommender', 'fraud']);
export type ModelKind = z.infer<typeof ModelKind>;
export const ChampionRecord = z
  .object({
    shopId: ShopId,
    kind: ModelKind,
    version: ModelVersionId,
    /** Of the artifact's manifest; the reader checks it before it serves. */
    artifactSha256: z.string().regex(/^[0-9a-f]{64}$/),
    promotedAt: EpochMs,
  })
  .readonly();
export type ChampionRecord = z.infer<typeof ChampionRecord>;

/**
 * ab: a share of the shoppers is shown it; shadow: it ranks a share of the requests and is never
 * shown; fraud-shadow: a fraud model judges a share of the orders and decides nothing.
 */
export const ExperimentMode = z.enum(['ab', 'shadow', 'fraud-shadow']);
export type ExperimentMode = z.infer<typeof ExperimentMode>;
export type ExperimentArm = 'champion' | 'challenger';

/** experiments.v1: which version is tried beside the champion; the newest record of a key wins, an empty one ends it. */
export interface ExperimentRecord {
  readonly shopId: ShopId;
  readonly mode: ExperimentMode;
  readonly experimentId: string;
  readonly version: ModelVersionId;
  readonly artifactSha256: string;
  /** 1 to 100. */
  readonly sharePercent: number;
  readonly startedAt: EpochMs;
}

/** exposures.v1: a list that was answered in an experiment, for whoever analyses it. */
export interface ExposureRecord {
  readonly shopId: ShopId;
  readonly experimentId: string;
  /** HMAC-SHA-256 of the shopper under the shop's key, another one in each experiment. */
  readonly shopperHash: string;
  readonly arm: ExperimentArm;
  readonly modelVersion: string;
  readonly recommendationId: string;
  readonly placement?: string;
  readonly itemIds: readonly string[];
  readonly at: EpochMs;
}

/** training-progress.v1: where a training run stands. */
export interface TrainingProgress {
  readonly runId: string;
  readonly shopId: ShopId;
  /** "read", "transitions", "attention epoch 2/4", "evaluate", "publish", … */
  readonly stage: string;
  /** 0 to 1, of the whole run. */
  readonly done: number;
  /** Estimated time left; absent before there is anything to estimate from. */
  readonly etaMs?: number;
  readonly at: EpochMs;
}
