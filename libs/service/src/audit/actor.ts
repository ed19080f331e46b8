import type { ShopId } from '#contracts';
import type { Caller } from '../shops/shop-directory.ts';

/** Who did something, as the audit log names them. */
export interface Actor {
  readonly shopId: ShopId;
  /** The id of an API key, or the name of a part of Cartwise that acts by itself ("trainer"). */
  readonly name: string;
  /** The role of the key; "system" where nobody asked. */
  readonly role: string;
}

export const actorOf = ({ shop, role, keyId }: Caller): Actor => ({ shopId: shop.id, name: keyId, role });

/** A part of Cartwise that acts by itself. */
export const systemActor = (shopId: ShopId, name: string): Actor => ({ shopId, name, role: 'system' });
