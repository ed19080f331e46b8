import { z } from 'zod';
import { EpochMs, ItemId, ShopId, UserId } from './ids.ts';
import { Money } from './money.ts';

export const ItemAvailability = z.enum(['in_stock', 'out_of_stock', 'preorder', 'backorder']);
export type ItemAvailability = z.infer<typeof ItemAvailability>;

/** Of one item; each is held in memory by every gateway. */
const ATTRIBUTES_MAX = 50;

export const AttributeName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower-case letters, digits and "_", at most 64, a letter first');
export const AttributeValue = z.union([z.string().min(1).max(500), z.number(), z.boolean()]);
export type AttributeValue = z.infer<typeof AttributeValue>;

/** One item of items.v1. `known` is false while only events spoke of it. */
export const CatalogueItem = z
  .object({
    shopId: ShopId,
    id: ItemId,
    title: z.string().max(500),
    description: z.string().max(5000).optional(),
    link: z.string().max(2048).optional(),
    imageLink: z.string().max(2048).optional(),
    availability: ItemAvailability,
    price: Money.optional(),
    salePrice: Money.optional(),
    brand: z.string().max(200).optional(),
    /** A path such as "Home > Kitchen > Mugs". */
    productType: z.string().max(500).optional(),
    itemGroupId: z.string().max(256).optional(),
    /** Who sells it, where that is a user of the shop (a marketplace). */
    sellerId: UserId.optional(),
    /** The shop's own, for filters and boosts: "colour", "custom_label_0", … */
    attributes: z
      .record(AttributeName, AttributeValue)
      .refine((given) => Object.keys(given).length <= ATTRIBUTES_MAX, `must be at most ${ATTRIBUTES_MAX}`)
      .readonly()
      .optional(),
    known: z.boolean(),
    updatedAt: EpochMs,
  })
  .readonly();
export type CatalogueItem = z.infer<typeof CatalogueItem>;
