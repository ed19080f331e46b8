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
