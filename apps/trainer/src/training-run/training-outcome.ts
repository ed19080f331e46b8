import type { ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { ModelEvaluation } from '#ml';

/** What became of one kind of model in a run. */
export type ModelOutcome =
  | {
      readonly kind: 'promoted' | 'kept-as-challenger';
      readonly model: ModelKind;
      readonly version: ModelVersionId;
      /** Why, with the numbers. */
      readonly note: string;
      readonly evaluations: readonly ModelEvaluation[];
      readonly trainSeconds: number;
    }
  | { readonly kind: 'skipped'; readonly model: ModelKind; readonly reason: string };

export interface ShopOutcome {
  readonly shopId: ShopId;
  readonly models: readonly ModelOutcome[];
}

/** What became of a run over all its shops. */
export type TrainingOutcome =
  | { readonly kind: 'finished'; readonly backend: string; readonly shops: readonly ShopOutcome[] }
  | { readonly kind: 'failed'; readonly reason: string };
