import type { ShopId } from '#contracts';
import { velocityKeyText, type VelocityKey, type VelocityRow } from '#database';
import {
  countedEntities,
  decodeVelocity,
  EMPTY_VELOCITY,
  encodeVelocity,
  ENTITY_KINDS,
  foldVelocity,
  type Aggregates,
  type Entities,
  type EntityKind,
  type Observation,
  type VelocityAggregate,
} from '#ml';

interface EntityKey extends VelocityKey {
  readonly kind: EntityKind;
}

/** The aggregates in hand, decoded, while a batch or a whole archive is folded into them. */
export class VelocityBoard {
  private readonly folded = new Map<
    string,
    { readonly key: EntityKey; readonly aggregate: VelocityAggregate }
  >();

  /** `stored` is by velocityKeyText; what it lacks begins empty. */
  constructor(private readonly stored: ReadonlyMap<string, Uint8Array>) {}

  /** Those of the entities that were seen before. */
  of(shopId: ShopId, entities: Entities): Aggregates {
    const found: Partial<Record<EntityKind, VelocityAggregate>> = {};
    for (const key of velocityKeysOf(shopId, entities)) {
      const aggregate = this.get(velocityKeyText(key));
      if (aggregate !== undefined) found[key.kind] = aggregate;
    }
    return found;
  }

  fold(shopId: ShopId, observation: Observation): void {
    for (const key of velocityKeysOf(shopId, countedEntities(observation))) {
      // Once for both: it takes a hash.
      const text = velocityKeyText(key);
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

  private get(text: string): VelocityAggregate | undefined {
    const folded = this.folded.get(text);
    if (folded !== undefined) return folded.aggregate;
    const bytes = this.stored.get(text);
    return bytes && decodeVelocity(bytes);
  }
}

/** The aggregates that entities have. */
export function velocityKeysOf(shopId: ShopId, entities: Entities): readonly EntityKey[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const id = entities[kind];
    return id === undefined ? [] : [{ shopId, kind, id }];
  });
}
