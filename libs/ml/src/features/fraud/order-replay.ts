import type { Event, EventOf } from '#contracts';
import { EntityGraph } from './component/entity-graph.ts';
import { componentEntities, tieObservation, type NameEntity } from './component/tie-observation.ts';
import { countedEntities } from './counted-entities.ts';
import type { Entities, EntityKind } from './entities.ts';
import { foldVelocity } from './fold-velocity.ts';
import { chargebackObservation, observationOf, occurredAtMs, type Observation } from './observation.ts';
import type { Aggregates } from './order-context.ts';
import { orderFeatures } from './order-features.ts';
import { orderOf, type Order } from './order.ts';
import { DAY_MS, EMPTY_VELOCITY, type VelocityAggregate } from './velocity-aggregate.ts';
import { VELOCITY_IDLE_DAYS } from './velocity-window.ts';

/** A pass over all entities takes time, and memory only grows so far meanwhile. */
const FORGET_EVERY_MS = 15 * DAY_MS;
/** An order that came so late asks for what was before it; one that came later still may miss some of that. */
const LATE_MAX_DAYS = 60;
/** As many as wait in service. */
const WAITING_MAX = 8;

/** An order of the past with the features it had when it was placed. */
export interface OrderRow {
  readonly orderId: string;
  readonly timeMs: number;
  readonly features: Float64Array;
}

/**
 * Rebuilds the feature rows of past orders from their events, fed in the order in which they became known: features
 * first, then the fold, as at checkout. What no window can reach any more is forgotten on the way, as it is in service:
 * memory grows by the entities of a few months, and by users and orders.
 */
export class OrderReplay {
  private readonly entities = new Map<
    string,
    { readonly kind: EntityKind; readonly aggregate: VelocityAggregate }
  >();
  private readonly graph = new EntityGraph();
  private readonly orderEntities = new Map<string, Entities>();
  private readonly waiting = new Map<string, readonly Observation[]>();
  private forgotAtMs = -Infinity;

  /** Takes the next event; for an order, its row. */
  apply(event: Event): OrderRow | undefined {
    const row = event.type === 'order_completed' ? this.rowOf(event) : undefined;
    this.learn(event);
    return row;
  }

  /** Takes the next event where nobody asks for a row. */
  learn(event: Event): void {
    const observations =
      event.type === 'chargeback_received' ? this.chargeback(event) : this.observationsOf(event);
    for (const observation of observations) this.fold(observation);
    this.forgetIdle(occurredAtMs(event));
  }

  /** The features an order has at this point of the history: as columns of orderFeatures. */
  featuresOf(order: Order, timeMs: number): Float64Array {
    return orderFeatures(order, this.aggregatesOf(order.entities), timeMs);
  }

  /** What has been counted of entities up to this point of the history. */
  aggregatesOf(entities: Entities): Aggregates {
    const aggregates: Partial<Record<EntityKind, VelocityAggregate>> = {};
    for (const { kind, key } of keysOf(entities)) {
      const aggregate = this.entities.get(key)?.aggregate;
      if (aggregate !== undefined) aggregates[kind] = aggregate;
    }
    const component = this.graph.together(componentEntities(entities, keyOf));
    return component === undefined ? aggregates : { ...aggregates, component };
  }

  private rowOf(event: EventOf<'order_completed'>): OrderRow {
    const timeMs = occurredAtMs(event);
    return { orderId: event.orderId, timeMs, features: this.featuresOf(orderOf(event), timeMs) };
  }

  private forgetIdle(nowMs: number): void {
    if (nowMs - this.forgotAtMs < FORGET_EVERY_MS) return;
    this.forgotAtMs = nowMs;
    for (const [key, { kind, aggregate }] of this.entities) {
      const idleDays = VELOCITY_IDLE_DAYS[kind] + LATE_MAX_DAYS;
      if (nowMs - aggregate.lastSeenMs > idleDays * DAY_MS) this.entities.delete(key);
    }
  }

  /** The first order of an id stands; chargebacks that waited for it follow. */
  private observationsOf(event: Event): readonly Observation[] {
    const observation = observationOf(event);
    if (observation === undefined) return [];
    if (event.type !== 'order_completed' || this.orderEntities.has(event.orderId)) return [observation];
    this.orderEntities.set(event.orderId, observation.entities);
    const waiting = this.waiting.get(event.orderId) ?? [];
    this.waiting.delete(event.orderId);
    return [observation, ...waiting.map((each) => ({ ...each, entities: observation.entities }))];
  }

  /** One that comes before its order waits for it. */
  private chargeback(event: EventOf<'chargeback_received'>): readonly Observation[] {
    const entities = this.orderEntities.get(event.orderId);
    if (entities !== undefined) return [chargebackObservation(event, entities)];
    const waiting = this.waiting.get(event.orderId) ?? [];
    if (waiting.length < WAITING_MAX) {
      this.waiting.set(event.orderId, [...waiting, chargebackObservation(event, {})]);
    }
    return [];
  }

  private fold(observation: Observation): void {
    const { user } = observation.entities;
    const before = user === undefined ? undefined : this.entities.get(keyOf('user', user))?.aggregate;
    tieObservation(this.graph, observation, before, keyOf);
    for (const { kind, key } of keysOf(countedEntities(observation))) {
      const aggregate = this.entities.get(key)?.aggregate ?? EMPTY_VELOCITY;
      this.entities.set(key, { kind, aggregate: foldVelocity(aggregate, kind, observation) });
    }
  }
}

const keyOf: NameEntity = (kind, id) => `${kind}/${id}`;

function keysOf(entities: Entities): readonly { readonly kind: EntityKind; readonly key: string }[] {
  // Entities has no other keys than kinds.
  return (Object.entries(entities) as [EntityKind, string][]).map(([kind, id]) => ({
    kind,
    key: keyOf(kind, id),
  }));
}
