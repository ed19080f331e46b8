import { Injectable } from '@nestjs/common';
import type { Shop } from '#service';
import { LiveCatalogue } from '../catalogue/live-catalogue.ts';
import { LiveModels } from '../models/live-models.ts';
import { LiveTrending } from '../trending/live-trending.ts';
import type { ShopView } from './shop-view.ts';

/** Takes the view of a shop as it is now. */
@Injectable()
export class ShopViews {
  constructor(
    private readonly catalogue: LiveCatalogue,
    private readonly models: LiveModels,
    private readonly trending: LiveTrending,
  ) {}

  of(shop: Shop): ShopView {
    return {
      shopId: shop.id,
      currency: shop.currency,
      catalogue: this.catalogue.ofShop(shop.id),
      model: this.models.ofShop(shop.id),
      liveTrending: () => this.trending.top(shop.id),
    };
  }
}
