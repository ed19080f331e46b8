import { z } from 'zod';
import { ItemId } from '../ids.ts';
import { envelope, text } from './envelope.ts';
import { EventItem } from './line-item.ts';

const listFields = { listId: text(256).optional(), requestId: text(256).optional() };

export const PageViewed = z.object({
  ...envelope,
  type: z.literal('page_viewed'),
  name: text(500).optional(),
});

export const ProductViewed = z.object({
  ...envelope,
  type: z.literal('product_viewed'),
  item: EventItem,
  recommendationId: text(256).optional(),
  ...listFields,
});

export const ProductListViewed = z.object({
  ...envelope,
  type: z.literal('product_list_viewed'),
  category: text(500).optional(),
  items: z.array(EventItem).max(200).readonly(),
  ...listFields,
});

export const ProductClicked = z.object({
  ...envelope,
  type: z.literal('product_clicked'),
  item: EventItem,
  ...listFields,
});

export const ProductsSearched = z.object({
  ...envelope,
  type: z.literal('products_searched'),
  query: text(500),
  resultsCount: z.number().int().min(0).max(1_000_000_000).optional(),
  ...listFields,
});

export const RecommendationShown = z
  .object({
    ...envelope,
    type: z.literal('recommendation_shown'),
    recommendationId: text(256),
    itemIds: z.array(ItemId).max(200).readonly(),
    /** Of each item, in their order, as the reply had them: they make judging another ranking by these clicks fair. */
    propensities: z.array(z.number().gt(0).max(1)).max(200).readonly().optional(),
    placement: text(100).optional(),
  })
  .refine(({ itemIds, propensities = itemIds }) => propensities.length === itemIds.length, {
    path: ['propensities'],
    message: 'must be as many as the items',
  });

export const RecommendationClicked = z.object({
  ...envelope,
  type: z.literal('recommendation_clicked'),
  recommendationId: text(256),
  itemId: ItemId,
  position: z.number().int().min(0).max(10_000).optional(),
});

export const ReviewSubmitted = z.object({
  ...envelope,
  type: z.literal('review_submitted'),
  itemId: ItemId,
  rating: z.number().min(0).max(5),
});
