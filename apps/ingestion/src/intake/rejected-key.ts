import { recordKey, type RejectedEvent } from '#contracts';

/** The key of a rejected event on its topic: without a shop where the key it came under named none. */
export function rejectedKey({ shopId, rejectedId }: RejectedEvent): string {
  return shopId === undefined ? rejectedId : recordKey(shopId, rejectedId);
}
