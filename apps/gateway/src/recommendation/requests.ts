import { z } from 'zod';
import { AmountMinor, ItemId } from '#contracts';
import { NO_RULES, type FilterRules } from '../filter/item-filter.ts';

const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 200;
/** Item ids of one request besides a list to rerank. */
const ITEM_IDS_MAX = 200;
/** A page hides what it shows elsewhere: a few lists of the largest size. */
const EXCLUDED_MAX = 1_000;
const RERANKED_MAX = 1_000;
const FILTER_VALUES_MAX = 100;

const limit = z
  .number()
  .int()
  .min(0)
  .max(LIMIT_MAX)
  .transform((given) => (given === 0 ? LIMIT_DEFAULT : given));
/** An unset string of a message is empty. */
const idOrNone = z.string().max(256);
const itemIds = z.array(ItemId).max(ITEM_IDS_MAX);
const exclude = z
  .array(ItemId)
  .max(EXCLUDED_MAX)
  .transform((ids): ReadonlySet<string> => new Set(ids));

const rules = z
  .object({
    categories: z.array(z.string().min(1).max(500)).max(FILTER_VALUES_MAX),
    brands: z.array(z.string().min(1).max(200)).max(FILTER_VALUES_MAX),
    priceMinMinor: AmountMinor.optional(),
    priceMaxMinor: AmountMinor.optional(),
    includeUnavailable: z.boolean(),
  })
  .refine(({ priceMinMinor = 0, priceMaxMinor = Infinity }) => priceMinMinor <= priceMaxMinor, {
    path: ['priceMinMinor'],
    message: 'must not be above price_max_minor',
  });
/** The loader gives null for a message that is not set. */
const rulesOrNone = rules.nullish().transform((given): FilterRules => given ?? NO_RULES);
const rulesIfSet = rules.nullish().transform((given): FilterRules | undefined => given ?? undefined);

const identity = { userId: idOrNone, anonymousId: idOrNone, sessionItemIds: itemIds };
const wanted = { limit, filter: rulesOrNone, excludeItemIds: exclude };

/** What the messages of RecommendationService must hold to; the proto documents it. */
export const RecommendFields = z.object({
  ...identity,
  ...wanted,
  includeSeen: z.boolean(),
  placement: z.string().max(100),
});
export const SimilarItemsFields = z.object({ itemId: ItemId, ...wanted });
export const BoughtTogetherFields = z.object({ itemIds: itemIds.min(1), ...wanted });
export const TrendingFields = z.object(wanted);
export const RerankFields = z.object({
  ...identity,
  itemIds: z.array(ItemId).min(1).max(RERANKED_MAX),
  limit: z
    .number()
    .int()
    .min(0)
    .max(RERANKED_MAX)
    .transform((given) => (given === 0 ? undefined : given)),
  filter: rulesIfSet,
});
