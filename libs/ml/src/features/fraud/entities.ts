import { profileKey, type Event } from '#contracts';

/** Whom velocity is counted for. The order is part of the stored format: add at the end. */
export const ENTITY_KINDS = [
  'user',
  'device',
  'address',
  'card',
  'ip',
  'network',
  'bin',
  'email',
  'email_domain',
  'cart',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** The ids an event names, by kind. Personal ones are keyed hashes already. */
export type Entities = Readonly<Partial<Record<EntityKind, string>>>;

/**
 * The entities of one event. The user is the profile key, so that guests are counted too; the network is the /24 (or /48)
 * of the address; a cart without an id of its own is that of the session.
 */
export function entitiesOf(event: Event): Entities {
  const { context } = event;
  const entities: Partial<Record<EntityKind, string>> = { user: profileKey(event) };
  if (context.deviceId !== undefined) entities.device = context.deviceId;
  if ('addressHash' in event && event.addressHash !== undefined) entities.address = event.addressHash;
  if ('cardHash' in event && event.cardHash !== undefined) entities.card = event.cardHash;
  if (context.ipHash !== undefined) entities.ip = context.ipHash;
  if (context.ipPrefix !== undefined) entities.network = context.ipPrefix;
  if ('cardBin' in event && event.cardBin !== undefined) entities.bin = event.cardBin;
  if ('emailHash' in event && event.emailHash !== undefined) entities.email = event.emailHash;
  if ('emailDomain' in event && event.emailDomain !== undefined) entities.email_domain = event.emailDomain;
  const cart = ('cartId' in event ? event.cartId : undefined) ?? event.sessionId;
  if (cart !== undefined) entities.cart = cart;
  return entities;
}
