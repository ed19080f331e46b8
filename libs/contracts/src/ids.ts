import { z } from 'zod';

/** Identifiers come from outside: printable, no control characters, at most 256 of them. */
const identifier = z
  .string()
  .min(1)
  .max(256)
  // eslint-disable-next-line no-control-regex
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'must not contain control characters');

export const ShopId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be lower-case letters, digits, "-" or "_", at most 63')
  .brand<'ShopId'>();
export type ShopId = z.infer<typeof ShopId>;

export const EventId = identifier.brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;

export const UserId = identifier.brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

export const AnonymousId = identifier.brand<'AnonymousId'>();
export type AnonymousId = z.infer<typeof AnonymousId>;

export const SessionId = identifier.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const ItemId = identifier.brand<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;

export const OrderId = identifier.brand<'OrderId'>();
export type OrderId = z.infer<typeof OrderId>;

/** A model version names its kind and the time it was trained: "recommender-20261123T210300Z-1f3a". */
export const ModelVersionId = identifier.brand<'ModelVersionId'>();
export type ModelVersionId = z.infer<typeof ModelVersionId>;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const EpochMs = z.number().int().nonnegative().max(8_640_000_000_000_000).brand<'EpochMs'>();
export type EpochMs = z.infer<typeof EpochMs>;

/** A keyed hash (HMAC-SHA-256, shop's key) of personal data, 32 hexadecimal digits. */
export const KeyedHash = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')
  .brand<'KeyedHash'>();
export type KeyedHash = z.infer<typeof KeyedHash>;
