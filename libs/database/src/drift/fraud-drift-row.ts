import type { ShopId } from '#contracts';

/** Orders of a shop that are being counted; what the counts mean is the caller's matter. */
export interface DriftWindowRow {
  readonly shopId: ShopId;
  /** The model that they are compared with. */
  readonly version: string;
  readonly fromMs: number;
  readonly orders: number;
  readonly counts: Int32Array;
}

/** How far the orders of a time were from those of a model's training, as population stability indices. */
export interface DriftReport {
  readonly shopId: ShopId;
  readonly version: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly orders: number;
  readonly scorePsi: number;
  /** Most moved first. */
  readonly features: readonly { readonly feature: string; readonly psi: number }[];
}
