import { z } from 'zod';
import { AmountMinor, EXPRESSION_LENGTH_MAX, ItemId } from '#contracts';
import { ControlsFields } from '../controls/controls-fields.ts';

const LIMIT_MAX = 200;
/** Item ids of one request besides a list to rerank. */
const ITEM_IDS_MAX = 200;
/** A page hides what it shows elsewhere: a few lists of the largest size. */
const EXCLUDED_MAX = 1_000;
const RERANKED_MAX = 1_000;
const FILTER_VALUES_MAX = 100;
/** Over the longest that a reply gives, of 1,000 ids of 256 characters that do not compress. */
const PAGE_TOKEN_LENGTH_MAX = 500_000;

export const PlacementId = z
  .string()
  .regex(/^[a-z0-9_-]{1,100}$/, 'must be lower-case letters, digits, "-" and "_", at most 100');

/** 0 is not set. */
const limit = z
  .number()
  .int()
  .min(0)
  .max(LIMIT_MAX)
  .transform((given) => (given === 0 ? undefined : given));
/** An unset string of a message is empty. */
const idOrNone = z.string().max(256);
const itemIds = z.array(ItemId).max(ITEM_IDS_MAX);
const exclude = z
  .array(ItemId)
  .max(EXCLUDED_MAX)
  .transform((ids): ReadonlySet<string> => new Set(ids));

const filter = z
  .object({
    categories: z.array(z.string().min(1).max(500)).max(FILTER_VALUES_MAX),
    brands: z.array(z.string().min(1).max(200)).max(FILTER_VALUES_MAX),
    priceMinMinor: AmountMinor.optional(),
    priceMaxMinor: AmountMinor.optional(),
    includeUnavailable: z.boolean(),
    expression: z.string().max(EXPRESSION_LENGTH_MAX),
  })
  .refine(({ priceMinMinor = 0, priceMaxMinor = Infinity }) => priceMinMinor <= priceMaxMinor, {
    path: ['priceMinMinor'],
    message: 'must not be above price_max_minor',
  })
  // The loader gives null for a message that is not set.
  .nullish()
  .transform((given) => given ?? undefined);
export type AskedFilter = NonNullable<z.output<typeof filter>>;

const identity = { userId: idOrNone, anonymousId: idOrNone };
const session = { sessionItemIds: itemIds };
const placement = { placement: z.string().max(100), filter, controls: ControlsFields };
const wanted = {
  ...placement,
  limit,
  excludeItemIds: exclude,
  paged: z.boolean(),
  pageToken: z.string().max(PAGE_TOKEN_LENGTH_MAX),
};

/** What the messages of RecommendationService must hold to; the proto documents it. */
export const RecommendFields = z.object({ ...identity, ...session, ...wanted, includeSeen: z.boolean() });
export const SimilarItemsFields = z.object({ itemId: ItemId, ...identity, ...wanted });
export const BoughtTogetherFields = z.object({ itemIds: itemIds.min(1), ...identity, ...wanted });
export const TrendingFields = z.object({ ...identity, ...wanted });
export const ExplainFields = z.object({
  ...identity,
  ...session,
  ...placement,
  itemId: ItemId,
  excludeItemIds: exclude,
  includeSeen: z.boolean(),
});
export const RerankFields = z.object({
  ...identity,
  ...session,
  ...placement,
  itemIds: z.array(ItemId).min(1).max(RERANKED_MAX),
  limit: z
    .number()
    .int()
    .min(0)
    .max(RERANKED_MAX)
    .transform((given) => (given === 0 ? undefined : given)),
});
/** The settings of a placement, which are those of a request. */
export const PlacementFields = z.object({ id: PlacementId, limit, filter, controls: ControlsFields });
