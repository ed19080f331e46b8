import type { EpochMs, ExperimentArm, ExperimentMode, ItemId, ModelVersionId, ShopId } from '#contracts';

/** A version that is or was tried beside the champion. */
export interface ExperimentRow {
  readonly id: string;
  readonly shopId: ShopId;
  readonly mode: ExperimentMode;
  readonly version: ModelVersionId;
  readonly championVersion: ModelVersionId;
  /** Of the shoppers (ab) or of the requests (shadow), 1 to 100. */
  readonly sharePercent: number;
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs;
  readonly endReason?: string;
}

/** A list that was shown in an experiment. */
export interface Exposure {
  readonly experimentId: string;
  readonly shopperHash: string;
  readonly arm: ExperimentArm;
  readonly recommendationId: string;
  readonly itemIds: readonly string[];
  readonly at: EpochMs;
}

/** A click or a purchase by someone who may have been shown a list. */
export interface ExposureHit {
  readonly experimentId: string;
  readonly shopperHash: string;
  /** Of the list, where the event names it. */
  readonly recommendationId?: string;
  readonly itemIds: readonly ItemId[];
  readonly at: EpochMs;
}

/** What an arm reached, in shoppers. */
export interface ArmCounts {
  readonly arm: ExperimentArm;
  readonly shoppers: number;
  readonly lists: number;
  readonly clicked: number;
  readonly bought: number;
  /** Clicked or bought. */
  readonly hit: number;
}
