import { CartwiseError, profileKey, type UserId } from '#contracts';
import { keyedHash, type PersonalDataKind, type Shop } from '#service';
import type { ListKind } from './list-kind.ts';

/** What is a keyed hash already is said so: a card's fingerprint may look like one. */
const HASH_PREFIX = 'hash:';
const HASH = /^[0-9a-f]{32}$/;
const HASHED: ReadonlyMap<ListKind, PersonalDataKind> = new Map([
  ['card', 'card'],
  ['email', 'email'],
  ['ip', 'ip'],
  ['address', 'address'],
]);

/**
 * A value as events have it: personal data as its keyed hash, a user by the profile key, domains and countries in one case.
 * `field` names it in the error. @throws CartwiseError.
 */
export function listValue(shop: Shop, kind: ListKind, given: string, field: string): string {
  const value = given.trim();
  const personal = HASHED.get(kind);
  if (personal !== undefined) {
    if (!value.startsWith(HASH_PREFIX)) return keyedHash(shop, personal, value);
    const hash = value.slice(HASH_PREFIX.length).toLowerCase();
    return HASH.test(hash) ? hash : refuse(field, 'is no hash: it has 32 hexadecimal digits after "hash:"');
  }
  switch (kind) {
    case 'user':
      return /^[ua]:/.test(value) ? value : profileKey({ userId: value as UserId });
    case 'email_domain':
      return value.toLowerCase().replace(/^@/, '');
    case 'country':
      return /^[A-Za-z]{2}$/.test(value)
        ? value.toUpperCase()
        : refuse(field, 'must be an ISO 3166 code such as "GB"');
    case 'bin':
      return /^\d{6,8}$/.test(value) ? value : refuse(field, 'must be the first 6 to 8 digits of a card');
    default:
      return value;
  }
}

/** As it is answered: what is a hash says so, and may be sent back. */
export const shownValue = (kind: string, value: string): string =>
  // Any other kind is in no such map either.
  HASHED.has(kind as ListKind) ? `${HASH_PREFIX}${value}` : value;

function refuse(field: string, reason: string): never {
  throw new CartwiseError('REQUEST_INVALID_FIELD', { field, reason });
}
