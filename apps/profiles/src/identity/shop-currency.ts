import type { ShopId } from '#contracts';
import type { ShopDirectory } from '#service';

/** The currency in which a shop's money is summed; none for a shop that is no longer configured. */
export function shopCurrencyOf(shops: ShopDirectory, shopId: ShopId): string {
  return shops.get(shopId)?.currency ?? '';
}
