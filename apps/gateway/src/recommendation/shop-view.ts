import type { ShopId } from '#contracts';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Compile } from '../controls/controls-fields.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { PlacementSettings } from '../placements/placement-settings.ts';
import type { Candidate } from './candidate.ts';

/** What one request works with, taken once: a model promoted meanwhile is for the next request. */
export interface ShopView {
  readonly shopId: ShopId;
  /** ISO 4217. */
  readonly currency: string;
  readonly catalogue: ShopCatalogue;
  /** undefined until the first version is published. */
  readonly model: ServingModel | undefined;
  /** What sells now by this gateway's own count. */
  readonly liveTrending: () => readonly Candidate[];
  /** undefined for a name that is only a label. */
  readonly placement: (id: string) => PlacementSettings | undefined;
  /** Reads an expression over this shop's items. */
  readonly compile: Compile;
}
