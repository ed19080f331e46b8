import type { Event } from '#contracts';
import { countedEntities } from './counted-entities.ts';
import type { Entities, EntityKind } from './entities.ts';
import { foldVelocity } from './fold-velocity.ts';
import { chargebackObservation, observationOf, occurredAtMs, type Observation } from './observation.ts';
import { orderOf } from './order.ts';
import { orderFeatures } from './order-features.ts';
import { DAY_MS, EMPTY_VELOCITY, type VelocityAggregate } from './velocity-aggregate.ts';
import { VELOCITY_IDLE_DAYS, withinWindows } from './velocity-window.ts';

/** A pass over all entities takes time, and memory only grows so far meanwhile. */
const FORGET_EVERY_MS = 15 * DAY_MS;

/** An order of the past with the features it had when it was placed. */
export interface OrderRow {
  readonly orderId: string;
  readonly timeMs: number;
  readonly features: Float64Array;
}

/**
 * Rebuilds the feature rows of past orders from their events, fed in time order: features first, then the fold, as
 * at checkout. What no window can reach any more is forgotten on the way, as it is in service: memory grows by the
 * entities of a month, and by users.
 */
export class OrderReplay {
  /** Known outcomes by order id: true is fraud (a chargeback or a label). */
  readonly labels = new Map<string, boolean>();
  private readonly entities = new Map<
    string,
    { readonly kind: EntityKind; readonly aggregate: VelocityAggregate }
  >();
  private readonly orderEntities = new Map<string, Entities>();
  private forgotAtMs = -Infinity;

  /** Takes the next event; for an order, its row. */
  apply(event: Event): OrderRow | undefined {
    const row = event.type === 'order_completed' ? this.order(event) : undefined;
    if (event.type === 'fraud_label_set') this.labels.set(event.orderId, event.label === 'fraud');
    const observation = event.type === 'chargeback_received' ? this.chargeback(event) : observationOf(event);
    if (observation !== undefined) this.fold(observation);
    this.forgetIdle(occurredAtMs(event));
    return row;
  }

  private forgetIdle(nowMs: number): void {
    if (nowMs - this.forgotAtMs < FORGET_EVERY_MS) return;
    this.forgotAtMs = nowMs;
    for (const [key, { kind, aggregate }] of this.entities) {
      if (nowMs - aggregate.lastSeenMs > VELOCITY_IDLE_DAYS[kind] * DAY_MS) this.entities.delete(key);
      else {
        const { buckets } = withinWindows(aggregate, kind, nowMs);
        this.entities.set(key, { kind, aggregate: { ...aggregate, buckets } });
      }
    }
  }

  private order(event: Extract<Event, { type: 'order_completed' }>): OrderRow {
    const order = orderOf(event);
    this.orderEntities.set(event.orderId, order.entities);
    const aggregates: Partial<Record<EntityKind, VelocityAggregate>> = {};
    for (const { kind, key } of keysOf(order.entities)) {
      const aggregate = this.entities.get(key)?.aggregate;
      if (aggregate !== undefined) aggregates[kind] = aggregate;
    }
    const timeMs = occurredAtMs(event);
    return {
      orderId: event.orderId,
      timeMs,
      features: orderFeatures(order, aggregates, timeMs),
    };
  }

  private chargeback(event: Extract<Event, { type: 'chargeback_received' }>): Observation | undefined {
    this.labels.set(event.orderId, true);
    const entities = this.orderEntities.get(event.orderId);
    return entities === undefined ? undefined : chargebackObservation(event, entities);
  }

  private fold(observation: Observation): void {
    for (const { kind, key } of keysOf(countedEntities(observation))) {
      const before = this.entities.get(key)?.aggregate ?? EMPTY_VELOCITY;
      this.entities.set(key, { kind, aggregate: foldVelocity(before, kind, observation) });
    }
  }
}

function keysOf(entities: Entities): readonly { readonly kind: EntityKind; readonly key: string }[] {
  // Entities has no other keys than kinds.
  return (Object.entries(entities) as [EntityKind, string][]).map(([kind, id]) => ({
    kind,
    key: `${kind}/${id}`,
  }));
}
