import type { ShopId } from '#contracts';
import { velocityKeyText, type KnownComponentRows, type VelocityKey, type VelocityRow } from '#database';
import {
  componentEntities,
  countedEntities,
  decodeVelocity,
  EMPTY_VELOCITY,
  encodeVelocity,
  ENTITY_KINDS,
  EntityGraph,
  foldVelocity,
  tieObservation,
  type Aggregates,
  type ComponentChanges,
  type Entities,
  type EntityKind,
  type NameEntity,
  type Observation,
  type VelocityAggregate,
} from '#ml';

interface EntityKey extends VelocityKey {
  readonly kind: EntityKind;
}

/** What the aggregates and components of entities were, by velocityKeyText; what is lacking begins empty. */
export interface KnownVelocity {
  readonly bodies: ReadonlyMap<string, Uint8Array>;
  readonly components?: KnownComponentRows;
}

/** The aggregates in hand, decoded, and their components, while a batch or a whole archive is folded into them. */
export class VelocityBoard {
  private readonly folded = new Map<
    string,
    { readonly key: EntityKey; readonly aggregate: VelocityAggregate }
  >();
  private readonly decoded = new Map<string, VelocityAggregate>();
  private readonly graph: EntityGraph;
  /** A name takes a hash, and each is asked for several times. */
  private readonly names = new Map<string, string>();

  constructor(private readonly known: KnownVelocity) {
    this.graph = new EntityGraph(known.components);
  }

  /** Those of the entities that were seen before, and the component that they would make. */
  of(shopId: ShopId, entities: Entities): Aggregates {
    const found: Partial<Record<EntityKind, VelocityAggregate>> = {};
    for (const key of velocityKeysOf(shopId, entities)) {
      const aggregate = this.get(this.nameOf(key));
      if (aggregate !== undefined) found[key.kind] = aggregate;
    }
    const component = this.graph.together(componentEntities(entities, this.namesIn(shopId)));
    return component === undefined ? found : { ...found, component };
  }

  fold(shopId: ShopId, observation: Observation): void {
    const { user } = observation.entities;
    const before = user === undefined ? undefined : this.get(this.nameOf({ shopId, kind: 'user', id: user }));
    tieObservation(this.graph, observation, before, this.namesIn(shopId));
    for (const key of velocityKeysOf(shopId, countedEntities(observation))) {
      const text = this.nameOf(key);
      const aggregate = foldVelocity(this.get(text) ?? EMPTY_VELOCITY, key.kind, observation);
      this.folded.set(text, { key, aggregate });
    }
  }

  /** What was folded into, as bytes. */
  rows(): readonly VelocityRow[] {
    return [...this.folded.values()].map(({ key, aggregate }) => ({
      ...key,
      body: encodeVelocity(aggregate),
    }));
  }

  componentChanges(): ComponentChanges {
    return this.graph.changes();
  }

  private nameOf(key: EntityKey): string {
    const plain = `${key.shopId}/${key.kind}/${key.id}`;
    const known = this.names.get(plain);
    if (known !== undefined) return known;
    const name = velocityKeyText(key);
    this.names.set(plain, name);
    return name;
  }

  private namesIn(shopId: ShopId): NameEntity {
    return (kind, id) => this.nameOf({ shopId, kind, id });
  }

  private get(text: string): VelocityAggregate | undefined {
    const folded = this.folded.get(text);
    if (folded !== undefined) return folded.aggregate;
    const decoded = this.decoded.get(text);
    if (decoded !== undefined) return decoded;
    const bytes = this.known.bodies.get(text);
    if (bytes === undefined) return undefined;
    const aggregate = decodeVelocity(bytes);
    this.decoded.set(text, aggregate);
    return aggregate;
  }
}

/** The aggregates that entities have. */
export function velocityKeysOf(shopId: ShopId, entities: Entities): readonly EntityKey[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const id = entities[kind];
    return id === undefined ? [] : [{ shopId, kind, id }];
  });
}
