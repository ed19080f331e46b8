import { createHmac } from 'node:crypto';
import type { KeyedHash } from '#contracts';
import type { Shop } from './shops-file.ts';

/** What a hash is of: the same text in two roles gets two hashes. */
export type PersonalDataKind = 'email' | 'address' | 'card' | 'ip' | 'shopper';

/** HMAC-SHA-256 under the shop's key, first 128 bits: equal inputs can be counted, none can be read back. */
export function keyedHash(shop: Shop, kind: PersonalDataKind, value: string): KeyedHash {
  const normalised = value.trim().toLowerCase();
  // 32 hexadecimal digits, as KeyedHash says.
  return createHmac('sha256', shop.hashKey)
    .update(`${kind}:${normalised}`)
    .digest('hex')
    .slice(0, 32) as KeyedHash;
}
