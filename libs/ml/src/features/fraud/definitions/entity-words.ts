import type { EntityKind } from '../entities.ts';

interface EntityWords {
  /** "with this card" */
  readonly withThis: string;
  readonly plural: string;
  /** The plural in a feature's name. */
  readonly pluralName: string;
}

const words = (withThis: string, plural: string, pluralName: string): EntityWords => ({
  withThis,
  plural,
  pluralName,
});

/** How an analyst reads of each kind of entity. */
export const ENTITY_WORDS: Readonly<Record<EntityKind, EntityWords>> = {
  user: words('by this user', 'users', 'users'),
  device: words('on this device', 'devices', 'devices'),
  address: words('to this delivery address', 'delivery addresses', 'addresses'),
  card: words('with this card', 'cards', 'cards'),
  ip: words('from this network address', 'network addresses', 'ips'),
  network: words('from this network (/24)', 'networks', 'networks'),
  bin: words("with cards of this card's bank (BIN)", 'bank numbers', 'bins'),
  email: words('with this e-mail address', 'e-mail addresses', 'emails'),
  email_domain: words('with this e-mail domain', 'e-mail domains', 'email_domains'),
  cart: words('for this cart', 'carts', 'carts'),
};
