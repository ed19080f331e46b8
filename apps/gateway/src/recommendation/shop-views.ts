import { Injectable } from '@nestjs/common';
import type { Shop } from '#service';
import { LiveCatalogue } from '../catalogue/live-catalogue.ts';
import type { Compile } from '../controls/controls-fields.ts';
import { Expressions } from '../filter/expression/expressions.ts';
import { ArmChooser, type Assignment, type Identity } from '../experiments/arm-chooser.ts';
import { ShadowRuns } from '../experiments/shadow-runs.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import { LiveModels } from '../models/live-models.ts';
import { LivePlacements } from '../placements/live-placements.ts';
import { LiveTrending } from '../trending/live-trending.ts';
import type { ShopView } from './shop-view.ts';

/** Takes the view of a shop as it is now. */
@Injectable()
export class ShopViews {
  private readonly expressions = new Expressions();

  constructor(
    private readonly catalogue: LiveCatalogue,
    private readonly models: LiveModels,
    private readonly trending: LiveTrending,
    private readonly placements: LivePlacements,
    private readonly arms: ArmChooser,
    private readonly shadows: ShadowRuns,
  ) {}

  /** The view for one shopper: in an A/B test, that of the shopper's arm. */
  assign(view: ShopView, identity: Identity): Assignment {
    return this.arms.assign(view, identity);
  }

  /** Lets a shadow rank what was answered. */
  shadow(view: ShopView, known: KnownShopper, shown: readonly string[]): void {
    this.shadows.follow(view.shopId, known, shown);
  }

  of(shop: Shop): ShopView {
    const catalogue = this.catalogue.ofShop(shop.id);
    const compile = (knowsAttribute: (name: string) => boolean): Compile => {
      const context = { currency: shop.currency, knowsAttribute };
      return (expression, field) => this.expressions.compile(shop.id, expression, field, context);
    };
    return {
      shopId: shop.id,
      currency: shop.currency,
      catalogue,
      model: this.models.ofShop(shop.id),
      liveTrending: () => this.trending.top(shop.id),
      // What was found right when it was put stays so, whatever items come and go.
      placement: (id) =>
        this.placements.find(
          shop.id,
          id,
          compile(() => true),
        ),
      compile: compile((name) => catalogue.knowsAttribute(name)),
    };
  }
}
