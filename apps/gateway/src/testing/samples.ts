import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { CatalogueItem, EpochMs, ItemId, ModelVersionId, ShopId } from '#contracts';
import { InteractionKind, Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Compile } from '../controls/controls-fields.ts';
import { parseExpression } from '../filter/expression/parse-expression.ts';
import { NO_RULES } from '../filter/item-filter.ts';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { OpenModels } from '../models/open-models.ts';
import type { ServingModel } from '../models/serving-model.ts';
import { toShopper, type KnownShopper } from '../profiles/known-shopper.ts';
import { Ranker } from '../ranking/ranker.ts';
import type { Wanted } from '../recommendation/answer.ts';
import type { ShopView } from '../recommendation/shop-view.ts';
import { ToyRecommender } from './toy-recommender.ts';

export const SHOP = 'shop-1' as ShopId;
export const NOW_MS = 1_764_000_000_000 as EpochMs;
export const silent = pino({ level: 'silent' });
export const metrics = () => new GatewayMetrics(new Registry());
export const ranker = (clock = () => NOW_MS) => new Ranker(clock, metrics());
/** Models that learn nothing. */
export const openModels = () => new OpenModels({ start: async () => undefined, stop: () => undefined });
/** item-0, item-1, … */
export const itemIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `item-${n}`);

export function catalogueItem(id: string, fields: Partial<CatalogueItem> = {}): CatalogueItem {
  return {
    shopId: SHOP,
    id: id as ItemId,
    title: `Title of ${id}`,
    availability: 'in_stock',
    known: true,
    updatedAt: NOW_MS,
    ...fields,
  };
}

export function catalogueOf(items: readonly CatalogueItem[]): ShopCatalogue {
  const catalogue = new ShopCatalogue();
  for (const item of items) catalogue.put(item);
  return catalogue;
}

export function toyModel(ids: readonly string[], version = 'recommender-1'): ServingModel {
  const recommender = new ToyRecommender(ids);
  return { version: version as ModelVersionId, recommender, trending: recommender.trending(ids.length) };
}

/** Reads an expression for a shop in which items have any attribute. */
export const compile: Compile = (expression) =>
  parseExpression(expression, { currency: 'GBP', knowsAttribute: () => true });

/** A shop with ten listed items and a model of them. */
export function shopView(fields: Partial<ShopView> = {}): ShopView {
  return {
    shopId: SHOP,
    currency: 'GBP',
    catalogue: catalogueOf(itemIds(10).map((id) => catalogueItem(id))),
    model: toyModel(itemIds(10)),
    liveTrending: () => [],
    placement: () => undefined,
    compile,
    ...fields,
  };
}

export function profileOf(
  viewed: readonly string[],
  fields: Partial<Pick<Profile, 'profileId' | 'version' | 'purchasedItemIds' | 'mergedAnonymousIds'>> = {},
): Profile {
  return Profile.fromPartial({
    profileId: 'u:ann',
    version: 1,
    recent: viewed.map((itemId) => ({
      itemId,
      kind: InteractionKind.INTERACTION_KIND_VIEW,
      eventTimeMs: NOW_MS,
    })),
    ...fields,
  });
}

export function knownShopper(
  fields: { profile?: Profile; sessionItemIds?: readonly string[]; problem?: string } = {},
): KnownShopper {
  return {
    shopId: SHOP,
    profile: fields.profile,
    shopper: toShopper(fields.profile, fields.sessionItemIds ?? [], NOW_MS),
    problem: fields.problem,
  };
}

export const wanted = (fields: Partial<Wanted> = {}): Wanted => ({
  limit: 5,
  rules: NO_RULES,
  exclude: new Set(),
  userId: '',
  controls: {},
  shown: [],
  recommendationId: '00000000-0000-4000-8000-000000000000',
  ...fields,
});
