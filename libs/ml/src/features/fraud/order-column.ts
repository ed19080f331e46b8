import { DAY_MS, type Counter, type VelocityAggregate } from './velocity-aggregate.ts';
import { distinctLinks, isLinked, velocityCounts, type VelocityWindow } from './velocity-window.ts';
import type { EntityKind } from './entities.ts';
import type { Order } from './order.ts';

/** The aggregates of the order's own entities, as they were before this order was folded in. */
export type Aggregates = Readonly<Partial<Record<EntityKind, VelocityAggregate>>>;

export interface OrderContext {
  readonly order: Order;
  readonly aggregates: Aggregates;
  readonly nowMs: number;
}

/** One named number of an order. Counts and amounts enter the model as ln(1 + x), the rest as they are. */
export interface OrderColumn {
  readonly name: string;
  /** For an analyst: the words of a reason. */
  readonly description: string;
  readonly scale: 'log' | 'as-is';
  readonly value: (context: OrderContext) => number;
}

const WINDOW_WORDS: Readonly<Record<VelocityWindow, string>> = {
  '10m': '10 minutes',
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

const COUNTER_NAMES: Readonly<Record<Counter, string>> = {
  orders: 'orders',
  payments: 'payments',
  declines: 'declines',
  loginFailures: 'login_failures',
  signups: 'signups',
  chargebacks: 'chargebacks',
  amountMinor: 'amount_minor',
};

const COUNTER_WORDS: Readonly<Record<Counter, string>> = {
  orders: 'Orders',
  payments: 'Payments',
  declines: 'Declined payments',
  loginFailures: 'Failed logins',
  signups: 'Signups',
  chargebacks: 'Chargebacks',
  amountMinor: 'Money spent',
};

/** How often the entity did something in the window: "card_declines_1h". */
export function velocityColumn(kind: EntityKind, counter: Counter, window: VelocityWindow): OrderColumn {
  return {
    name: `${kind}_${COUNTER_NAMES[counter]}_${window}`,
    description: `${COUNTER_WORDS[counter]} with this ${kind} in the last ${WINDOW_WORDS[window]}`,
    scale: 'log',
    value: ({ aggregates, nowMs }) => {
      const aggregate = aggregates[kind];
      return aggregate === undefined ? 0 : velocityCounts(aggregate, window, nowMs)[counter];
    },
  };
}

/** How many others share the entity: "device_users_24h". Earlier ones only: this order's own is not folded in. */
export function distinctColumn(kind: EntityKind, linked: EntityKind, days: 1 | 30): OrderColumn {
  return {
    name: `${kind}_${linked === 'address' ? 'addresses' : `${linked}s`}_${days === 1 ? '24h' : '30d'}`,
    description: `Different ${linked}s with this ${kind} in the last ${days === 1 ? '24 hours' : '30 days'}`,
    scale: 'log',
    value: ({ aggregates, nowMs }) => {
      const aggregate = aggregates[kind];
      return aggregate === undefined ? 0 : distinctLinks(aggregate, linked, days * DAY_MS, nowMs);
    },
  };
}

/** 1 when a user with a past uses this card, device or address for the first time. */
export function newForUserColumn(linked: EntityKind): OrderColumn {
  return {
    name: `${linked}_new_for_user`,
    description: `A ${linked} this user never used before`,
    scale: 'as-is',
    value: ({ order, aggregates }) => {
      const id = order.entities[linked];
      const user = aggregates.user;
      if (id === undefined || user === undefined || user.links[linked] === undefined) return 0;
      return isLinked(user, linked, id) ? 0 : 1;
    },
  };
}
