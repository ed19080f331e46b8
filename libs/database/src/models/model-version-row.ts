import type { EpochMs, ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { ShadowDecisionCount } from '../experiments/fraud-shadow-store.ts';

/** Metrics of one model on one held-out set. */
export interface StoredEvaluation {
  readonly model: string;
  readonly metrics: readonly {
    readonly name: string;
    readonly value: number;
    /** At 95 %, where there is one. */
    readonly interval?: { readonly low: number; readonly high: number };
  }[];
}

/** A trained model as it was written; this never changes. */
export interface ModelVersionRow {
  readonly shopId: ShopId;
  readonly kind: ModelKind;
  readonly version: ModelVersionId;
  readonly trainedAt: EpochMs;
  /** Events with event time in [from, until) were used. */
  readonly dataFrom: EpochMs;
  readonly dataUntil: EpochMs;
  /** All on the same held-out future. */
  readonly evaluations: readonly StoredEvaluation[];
  readonly artifactSha256: string;
  readonly backend: string;
  readonly trainSeconds: number;
  /** Why it was or was not promoted when it was trained. */
  readonly note: string;
}

/** champion: serves; retired: served before; challenger: never served. */
export type ModelStatus = 'challenger' | 'champion' | 'retired';

/** What a fraud version and the champion of then decided about the same live orders. */
export interface ShadowRun {
  readonly championVersion: ModelVersionId;
  /** Of the orders, 1 to 100. */
  readonly sharePercent: number;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly decisions: readonly ShadowDecisionCount[];
}

export interface ModelVersionWithStatus extends ModelVersionRow {
  readonly status: ModelStatus;
  /** Since when its artifact is gone, so that it cannot serve again; absent while it is kept. */
  readonly artifactDeletedAt?: EpochMs;
  /** The newest that has ended; absent for a version that was never in the shadow. */
  readonly shadowRun?: ShadowRun;
}
