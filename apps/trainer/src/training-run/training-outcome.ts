import type { ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { ModelEvaluation } from '#ml';
import type { ImageReport } from '../images/read-item-images.ts';

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

export type ShopOutcome =
  | {
      readonly kind: 'trained';
      readonly shopId: ShopId;
      readonly models: readonly ModelOutcome[];
      /** Left out where no folder of images is set. */
      readonly images?: ImageReport;
    }
  /** It broke off; what it had published by then serves. */
  | { readonly kind: 'failed'; readonly shopId: ShopId; readonly reason: string };

/** What became of a run: it got through all its shops, or to none of them. */
export type TrainingOutcome = (
  | { readonly kind: 'finished'; readonly backend: string; readonly shops: readonly ShopOutcome[] }
  | { readonly kind: 'failed'; readonly reason: string }
) & {
  /** Why it ran, where the schedule had it run. */
  readonly because?: string;
};

/** Whether no shop was left out by a failure; one with too little to learn from has not failed. */
export const isWhole = (outcome: TrainingOutcome): boolean =>
  outcome.kind === 'finished' && outcome.shops.every(({ kind }) => kind === 'trained');
