import { z } from 'zod';
import { EpochMs, ItemId, ShopId } from './ids.ts';
import { Money } from './money.ts';

export const ItemAvailability = z.enum(['in_stock', 'out_of_stock', 'preorder', 'backorder']);
export type ItemAvailability = z.infer<typeof ItemAvailability>;

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
    known: z.boolean(),
    updatedAt: EpochMs,
  })
  .readonly();
export type CatalogueItem = z.infer<typeof CatalogueItem>;
