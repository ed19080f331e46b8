import type { ItemAvailability } from '#contracts';
import { Availability } from '#contracts/generated/cartwise/catalog/v1/catalog';
import type { RecommendedItem } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Candidate } from './candidate.ts';
import { reasonFor } from './reason-for.ts';

const AVAILABILITY: Readonly<Record<ItemAvailability, Availability>> = {
  in_stock: Availability.AVAILABILITY_IN_STOCK,
  out_of_stock: Availability.AVAILABILITY_OUT_OF_STOCK,
  preorder: Availability.AVAILABILITY_PREORDER,
  backorder: Availability.AVAILABILITY_BACKORDER,
};

/** A candidate as the reply shows it, with what the catalogue knows of the item now. */
export function toRecommendedItem(
  candidate: Candidate & { readonly propensity?: number },
  catalogue: ShopCatalogue,
  known: KnownShopper | undefined,
): RecommendedItem {
  const item = catalogue.find(candidate.itemId);
  return {
    itemId: candidate.itemId,
    score: candidate.score,
    title: item?.title ?? '',
    link: item?.link ?? '',
    imageLink: item?.imageLink ?? '',
    price: item?.salePrice ?? item?.price,
    productType: item?.productType ?? '',
    availability: item ? AVAILABILITY[item.availability] : Availability.AVAILABILITY_UNSPECIFIED,
    source: candidate.source,
    reason: reasonFor(candidate, catalogue, known),
    becauseOfItemId: candidate.becauseOfItemId ?? '',
    propensity: candidate.propensity ?? 1,
  };
}
