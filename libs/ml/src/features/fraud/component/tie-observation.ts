import type { Entities, EntityKind } from '../entities.ts';
import type { Observation, ObservationKind } from '../observation.ts';
import type { VelocityAggregate } from '../velocity-aggregate.ts';
import { isLinked } from '../velocity-window.ts';
import type { EntityGraph } from './entity-graph.ts';

/** What a component is made of beside users: what one person has, and who shares it knows the other. */
const TIED_KINDS = ['device', 'card', 'address'] as const satisfies readonly EntityKind[];
export const COMPONENT_KINDS: readonly EntityKind[] = ['user', ...TIED_KINDS];

/** A login that fails says only that somebody tried; a chargeback comes after its order; a cart knows no card. */
const TYING: ReadonlySet<ObservationKind> = new Set<ObservationKind>([
  'order',
  'payment',
  'decline',
  'login',
  'signup',
  'seen',
]);

/** The name of an entity in the graph. */
export type NameEntity = (kind: EntityKind, id: string) => string;

/** The names of the entities that can belong to a component. */
export function componentEntities(entities: Entities, nameOf: NameEntity): readonly string[] {
  return COMPONENT_KINDS.flatMap((kind) => {
    const id = entities[kind];
    return id === undefined ? [] : [nameOf(kind, id)];
  });
}

/** Whether an observation says anything of components. */
export function isOfComponents({ kind, entities }: Pick<Observation, 'kind' | 'entities'>): boolean {
  const ties = TYING.has(kind) && TIED_KINDS.some((each) => entities[each] !== undefined);
  return ties || kind === 'order' || kind === 'chargeback';
}

/**
 * Folds one observation into the graph: ties the user to the device, card and address seen with them, counts orders and
 * chargebacks. `user` is the user's aggregate before this observation.
 */
export function tieObservation(
  graph: EntityGraph,
  { kind, entities }: Observation,
  user: VelocityAggregate | undefined,
  nameOf: NameEntity,
): void {
  if (TYING.has(kind) && entities.user !== undefined) {
    const userName = nameOf('user', entities.user);
    for (const tied of TIED_KINDS) {
      const id = entities[tied];
      if (id === undefined) continue;
      const isNew = user === undefined || !isLinked(user, tied, id);
      graph.tie(userName, nameOf(tied, id), isNew);
    }
  }
  if (kind === 'order') graph.count(componentEntities(entities, nameOf), 'orders');
  if (kind === 'chargeback') graph.count(componentEntities(entities, nameOf), 'frauds');
}
