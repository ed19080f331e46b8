import type { Event } from '#contracts';
import type { Entities, EntityKind } from './entities.ts';
import { foldVelocity } from './fold-velocity.ts';
import { chargebackObservation, observationOf, occurredAtMs, type Observation } from './observation.ts';
import { orderOf } from './order.ts';
import { orderFeatures } from './order-features.ts';
import { EMPTY_VELOCITY, type VelocityAggregate } from './velocity-aggregate.ts';

/** An order of the past with the features it had when it was placed. */
export interface OrderRow {
  readonly orderId: string;
  readonly timeMs: number;
  readonly features: Float64Array;
}

/**
 * Rebuilds the feature rows of past orders from their events, fed in time order: features first, then the fold, as
 * at checkout. Keeps the aggregates of every entity it has seen in memory, so feed it a bounded span of time.
 */
export class OrderReplay {
  /** Known outcomes by order id: true is fraud (a chargeback or a label). */
  readonly labels = new Map<string, boolean>();
  private readonly aggregates = new Map<string, VelocityAggregate>();
  private readonly orderEntities = new Map<string, Entities>();

  /** Takes the next event; for an order, its row. */
  apply(event: Event): OrderRow | undefined {
    const row = event.type === 'order_completed' ? this.order(event) : undefined;
    if (event.type === 'fraud_label_set') this.labels.set(event.orderId, event.label === 'fraud');
    const observation = event.type === 'chargeback_received' ? this.chargeback(event) : observationOf(event);
    if (observation !== undefined) this.fold(observation);
    return row;
  }

  private order(event: Extract<Event, { type: 'order_completed' }>): OrderRow {
    const order = orderOf(event);
    this.orderEntities.set(event.orderId, order.entities);
    const aggregates: Partial<Record<EntityKind, VelocityAggregate>> = {};
    for (const { kind, key } of keysOf(order.entities)) {
      const aggregate = this.aggregates.get(key);
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
    for (const { kind, key } of keysOf(observation.entities)) {
      this.aggregates.set(key, foldVelocity(this.aggregates.get(key) ?? EMPTY_VELOCITY, kind, observation));
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
