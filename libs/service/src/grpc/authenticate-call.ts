import type { Metadata } from '@grpc/grpc-js';
import type { Shop, ShopDirectory } from '../shops/shop-directory.ts';

/** The shop of a call, by the `x-api-key` of its metadata. Throws UNAUTHENTICATED. */
export function authenticateCall(shops: ShopDirectory, metadata: Metadata | undefined): Shop {
  const [key] = metadata?.get('x-api-key') ?? [];
  return shops.authenticate(typeof key === 'string' ? key : undefined);
}
