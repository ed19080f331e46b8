import type { EntityKind } from './entities.ts';

/**
 * Which other entities are remembered with one: those that a feature asks about, and those that a connected component is
 * made of. The order is part of the stored format: add at the end.
 */
export const LINKED_KINDS: Readonly<Record<EntityKind, readonly EntityKind[]>> = {
  user: ['device', 'address', 'card', 'ip', 'network'],
  device: ['user', 'card', 'address', 'email'],
  address: ['user', 'card'],
  card: ['user', 'device', 'address'],
  ip: ['user', 'card'],
  network: ['user', 'card'],
  bin: ['card', 'user'],
  email: ['user', 'card'],
  email_domain: ['user'],
  cart: ['network', 'card'],
};
