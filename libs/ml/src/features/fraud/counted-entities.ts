import { ENTITY_KINDS, type Entities, type EntityKind } from './entities.ts';
import type { Observation, ObservationKind } from './observation.ts';

const ALL: ReadonlySet<EntityKind> = new Set(ENTITY_KINDS);
/** An account is opened or entered without a cart. */
const ACCOUNT: ReadonlySet<EntityKind> = new Set(ENTITY_KINDS.filter((kind) => kind !== 'cart'));

/**
 * Into whose aggregates each kind of observation is counted. What is put into a cart is frequent and says something of
 * the cart alone; its other entities are only tied to it.
 */
const COUNTED: Readonly<Record<ObservationKind, ReadonlySet<EntityKind>>> = {
  order: ALL,
  payment: ALL,
  decline: ALL,
  chargeback: ALL,
  login: ACCOUNT,
  login_failure: ACCOUNT,
  signup: ACCOUNT,
  seen: ACCOUNT,
  cart_add: new Set<EntityKind>(['cart']),
};

/** The entities whose aggregates an observation changes. */
export function countedEntities({ kind, entities }: Pick<Observation, 'kind' | 'entities'>): Entities {
  const counted = COUNTED[kind];
  if (counted === ALL) return entities;
  return Object.fromEntries(
    // Entities has no other keys than kinds.
    (Object.entries(entities) as [EntityKind, string][]).filter(([each]) => counted.has(each)),
  );
}
