import type { BlendExplanation, SourceSay } from '../models/blend-explanation.ts';

/** As SourceSay, with the item's id. */
export interface NamedSourceSay extends Omit<SourceSay, 'becauseOf'> {
  readonly becauseOfItemId?: string;
}

/** What a model has to say of an item for a shopper. */
export type ItemExplanation =
  /** The model has not seen the item. */
  | { readonly kind: 'unknown-item' }
  /** The model knows none of the shopper's items: the list is what trends. `rank` undefined: it does not. */
  | { readonly kind: 'no-history'; readonly rank: number | undefined }
  | ({
      readonly kind: 'scored';
      /** Interactions of the shopper that the model was asked with. */
      readonly historyLength: number;
      /** The shopper had it, and in this shop nobody comes back to an item: never a candidate. */
      readonly isOutAsRepeat: boolean;
      readonly sources: readonly NamedSourceSay[];
    } & Omit<BlendExplanation, 'sources'>);
