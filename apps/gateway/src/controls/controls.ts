import type { ItemPredicate } from '../filter/expression/compare.ts';

/** An item that it is true of stands as if its place were `factor` times nearer to the top. */
export interface Boost {
  readonly matches: ItemPredicate;
  readonly factor: number;
}

export interface Pin {
  readonly itemId: string;
  /** From 1, over all pages. */
  readonly position: number;
}

/** What the shop wants of a list beside what may be in it; nothing set leaves the list as it was ranked. */
export interface Controls {
  readonly boosts?: readonly Boost[] | undefined;
  readonly pins?: readonly Pin[] | undefined;
  /** 0 to 1. */
  readonly diversity?: number | undefined;
  /** 0 is no maximum. */
  readonly maxPerCategory?: number | undefined;
  /** Levels of the product type that make a category; 0 is all. */
  readonly categoryLevels?: number | undefined;
  readonly maxPerBrand?: number | undefined;
  /** Share of the reply, 0 to 0.5. */
  readonly exploration?: number | undefined;
  /** 0 hides nothing that was bought. */
  readonly hideBoughtDays?: number | undefined;
}
