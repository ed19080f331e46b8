import type { Event, ShopId } from '#contracts';
import type { OrderEntitiesRow, OrderKey, WaitingChargeback } from '#database';
import {
  chargebackObservation,
  countedEntities,
  entitiesOf,
  observationOf,
  type Entities,
  type Observation,
} from '#ml';

interface KnownOrder {
  readonly entities: Entities | undefined;
  readonly waitingChargebacks: readonly WaitingChargeback[];
}

/** An order is charged back once, rarely twice; a chargeback that waits for an order that never comes stays bounded. */
const WAITING_MAX = 8;
const UNKNOWN: KnownOrder = { entities: undefined, waitingChargebacks: [] };

/**
 * Turns events into observations, giving chargebacks the entities of their order. A chargeback that comes before its
 * order (they may be on different partitions) waits for it, so what is observed in the end does not depend on which
 * came first. The first order of an id stands.
 */
export class OrderBook {
  private readonly orders = new Map<string, KnownOrder>();
  private readonly changed = new Map<string, OrderKey>();

  constructor(rows: readonly OrderEntitiesRow[]) {
    for (const row of rows) this.orders.set(nameOf(row), row);
  }

  /** What an event says for velocity, now that the order of a chargeback is known or not. */
  observationsOf(event: Event): readonly Observation[] {
    if (event.type === 'chargeback_received') {
      const { timeMs, amountMinor } = chargebackObservation(event, {});
      return this.chargeback(event, { timeMs, amountMinor });
    }
    const observation = observationOf(event);
    if (observation === undefined) return [];
    return event.type === 'order_completed' ? [observation, ...this.order(event)] : [observation];
  }

  /** Every entity that observationsOf will have counted for these events, in whatever order they are asked. */
  entitiesTouchedBy(
    events: readonly Event[],
  ): readonly { readonly shopId: ShopId; readonly entities: Entities }[] {
    return events.flatMap((event) => {
      const { shopId } = event;
      const key = orderKeyOf(event);
      const known = key && this.orders.get(nameOf(key))?.entities;
      const observation = observationOf(event);
      const own = observation === undefined ? [] : [{ shopId, entities: countedEntities(observation) }];
      return known === undefined ? own : [...own, { shopId, entities: known }];
    });
  }

  /** The orders that have changed. */
  rows(): readonly OrderEntitiesRow[] {
    return [...this.changed.values()].map((key) => ({
      shopId: key.shopId,
      orderId: key.orderId,
      ...(this.orders.get(nameOf(key)) ?? UNKNOWN),
    }));
  }

  private chargeback(key: OrderKey, chargeback: WaitingChargeback): readonly Observation[] {
    const known = this.orders.get(nameOf(key)) ?? UNKNOWN;
    if (known.entities !== undefined) return [observe(chargeback, known.entities)];
    if (known.waitingChargebacks.length < WAITING_MAX) {
      this.set(key, { ...known, waitingChargebacks: [...known.waitingChargebacks, chargeback] });
    }
    return [];
  }

  private order(event: Extract<Event, { type: 'order_completed' }>): readonly Observation[] {
    const known = this.orders.get(nameOf(event)) ?? UNKNOWN;
    if (known.entities !== undefined) return [];
    const entities = entitiesOf(event);
    this.set(event, { entities, waitingChargebacks: [] });
    return known.waitingChargebacks.map((chargeback) => observe(chargeback, entities));
  }

  private set(key: OrderKey, order: KnownOrder): void {
    this.orders.set(nameOf(key), order);
    this.changed.set(nameOf(key), key);
  }
}

/** The order whose entities an event needs or tells. */
export function orderKeyOf(event: Event): OrderKey | undefined {
  return event.type === 'order_completed' || event.type === 'chargeback_received'
    ? { shopId: event.shopId, orderId: event.orderId }
    : undefined;
}

const observe = (chargeback: WaitingChargeback, entities: Entities): Observation => ({
  kind: 'chargeback',
  ...chargeback,
  entities,
});

// A shop id never holds a slash.
const nameOf = ({ shopId, orderId }: OrderKey): string => `${shopId}/${orderId}`;
