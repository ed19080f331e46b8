import type { EntityKind } from '../entities.ts';
import { counted } from '../order-context.ts';
import { DAY_MS, HOUR_MS, type Counter } from '../velocity-aggregate.ts';
import { distinctLinks, isLinked, WINDOWS, type VelocityWindow } from '../velocity-window.ts';
import { ENTITY_WORDS } from './entity-words.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import { windowAgeMs } from './window-age.ts';

interface CounterWords {
  readonly name: string;
  /** "3 declined payments" */
  readonly things: string;
  readonly unit: 'count' | 'money';
}

const COUNTER_WORDS: Readonly<Record<Counter, CounterWords>> = {
  orders: { name: 'orders', things: 'orders', unit: 'count' },
  payments: { name: 'payments', things: 'attempts to pay', unit: 'count' },
  declines: { name: 'declines', things: 'declined payments', unit: 'count' },
  loginFailures: { name: 'login_failures', things: 'failed logins', unit: 'count' },
  signups: { name: 'signups', things: 'accounts opened', unit: 'count' },
  chargebacks: { name: 'chargebacks', things: 'chargebacks', unit: 'count' },
  amountMinor: { name: 'amount_minor', things: 'ordered', unit: 'money' },
  logins: { name: 'logins', things: 'logins', unit: 'count' },
  paymentMinor: { name: 'payment_minor', things: 'tried to pay', unit: 'money' },
  chargebackMinor: { name: 'chargeback_minor', things: 'charged back', unit: 'money' },
  cartAdds: { name: 'cart_adds', things: 'things put into it', unit: 'count' },
};

/** "declined payments with this card in an hour", with the capital of a sentence. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How often the entity did something in the window, or for how much: "card_declines_1h". */
export function countFeature(kind: EntityKind, counter: Counter, window: VelocityWindow): FeatureDefinition {
  const { name, things, unit } = COUNTER_WORDS[counter];
  const where = `${ENTITY_WORDS[kind].withThis} in ${WINDOWS[window].words}`;
  const sum = counted(counter, window);
  return {
    name: `${kind}_${name}_${window}`,
    entity: kind,
    window,
    aggregate: unit === 'money' ? 'sum' : 'count',
    unit,
    scale: 'log',
    description: capital(`${things} ${where}`),
    sentence: `{value} ${things} ${where}`,
    value: (context) => context.count(kind, sum),
  };
}

/** The mean amount of the entity's orders in the window: "user_mean_minor_30d". */
export function meanFeature(kind: EntityKind, window: VelocityWindow): FeatureDefinition {
  const where = `${ENTITY_WORDS[kind].withThis} in ${WINDOWS[window].words}`;
  const [orders, amountMinor] = [counted('orders', window), counted('amountMinor', window)];
  return {
    name: `${kind}_mean_minor_${window}`,
    entity: kind,
    window,
    aggregate: 'mean',
    unit: 'money',
    scale: 'log',
    description: `Mean order ${where}`,
    sentence: `{value} is the mean order ${where}`,
    value: (context) => {
      const count = context.count(kind, orders);
      return count === 0 ? 0 : context.count(kind, amountMinor) / count;
    },
  };
}

/** This amount as a multiple of that mean; 0 without orders in the window. */
export function overMeanFeature(kind: EntityKind, window: VelocityWindow): FeatureDefinition {
  const where = `${ENTITY_WORDS[kind].withThis} in ${WINDOWS[window].words}`;
  const [orders, amountMinor] = [counted('orders', window), counted('amountMinor', window)];
  return {
    name: `${kind}_amount_over_mean_${window}`,
    entity: kind,
    window,
    aggregate: 'ratio',
    unit: 'times',
    scale: 'log',
    description: `Amount as a multiple of the mean order ${where}`,
    sentence: `{value} the mean order ${where}`,
    value: (context) => {
      const sum = context.count(kind, amountMinor);
      return sum === 0 ? 0 : (context.order.amountMinor * context.count(kind, orders)) / sum;
    },
  };
}

const RATIOS = {
  decline: { part: 'declines', whole: ['payments'], words: 'attempts to pay that were declined' },
  login_failure: { part: 'loginFailures', whole: ['logins', 'loginFailures'], words: 'logins that failed' },
  chargeback: { part: 'chargebacks', whole: ['orders'], words: 'orders that were charged back' },
} as const satisfies Record<string, { part: Counter; whole: readonly Counter[]; words: string }>;

/**
 * Which part of what the entity did in the window went wrong: "card_decline_ratio_24h". Chargebacks count when they were
 * received, so of old orders they may be more than the orders of the window: at most 1.
 */
export function ratioFeature(
  kind: EntityKind,
  ratio: keyof typeof RATIOS,
  window: VelocityWindow,
): FeatureDefinition {
  const { part, whole, words } = RATIOS[ratio];
  const where = `${ENTITY_WORDS[kind].withThis} in ${WINDOWS[window].words}`;
  const [parts, wholes] = [counted(part, window), whole.map((counter) => counted(counter, window))];
  return {
    name: `${kind}_${ratio}_ratio_${window}`,
    entity: kind,
    window,
    aggregate: 'ratio',
    unit: 'share',
    scale: 'as-is',
    description: `Share of ${words} ${where}`,
    sentence: `{value} of ${words} ${where}`,
    value: (context) => {
      const count = context.count(kind, parts);
      if (count === 0) return 0;
      return (
        count /
        Math.max(
          count,
          wholes.reduce((sum, each) => sum + context.count(kind, each), 0),
        )
      );
    },
  };
}

/** How many others share the entity: "device_users_24h". Earlier ones only: this order's own is not folded in. */
export function distinctFeature(
  kind: EntityKind,
  linked: EntityKind,
  window: VelocityWindow,
): FeatureDefinition {
  const { plural, pluralName } = ENTITY_WORDS[linked];
  const where = `${ENTITY_WORDS[kind].withThis} in ${WINDOWS[window].words}`;
  return {
    name: `${kind}_${pluralName}_${window}`,
    entity: kind,
    window,
    aggregate: 'distinct',
    unit: 'count',
    scale: 'log',
    description: `Different ${plural} ${where}`,
    sentence: `{value} ${plural} ${where}`,
    value: ({ aggregates, nowMs }) => {
      const aggregate = aggregates[kind];
      return aggregate === undefined ? 0 : distinctLinks(aggregate, linked, WINDOWS[window].lengthMs, nowMs);
    },
  };
}

/** Days since the entity was first seen, of the last 90: "card_age_days". 0 for a new one. */
export function ageFeature(kind: EntityKind): FeatureDefinition {
  const { withThis } = ENTITY_WORDS[kind];
  return {
    name: `${kind}_age_days`,
    entity: kind,
    window: '90d',
    aggregate: 'age',
    unit: 'days',
    scale: 'log',
    description: `Days since the first event ${withThis}, within 90 days`,
    sentence: `{value} since the first event ${withThis}`,
    value: ({ aggregates, nowMs }) => {
      const aggregate = aggregates[kind];
      return aggregate === undefined ? 0 : windowAgeMs(aggregate, nowMs) / DAY_MS;
    },
  };
}

const CHARGEBACK_FAR_HOURS = (90 * DAY_MS) / HOUR_MS;

/** Hours since a chargeback was last received; 90 days where there was none: "address_hours_since_chargeback". */
export function sinceChargebackFeature(kind: EntityKind): FeatureDefinition {
  const { withThis } = ENTITY_WORDS[kind];
  return {
    name: `${kind}_hours_since_chargeback`,
    entity: kind,
    window: '90d',
    aggregate: 'age',
    unit: 'hours',
    scale: 'log',
    description: `Hours since the last chargeback ${withThis}, at most 90 days`,
    sentence: `{value} since the last chargeback ${withThis}`,
    value: ({ aggregates, nowMs }) => {
      const sinceMs = nowMs - (aggregates[kind]?.lastChargebackMs ?? -Infinity);
      return Math.max(0, Math.min(CHARGEBACK_FAR_HOURS, sinceMs / HOUR_MS));
    },
  };
}

/** 1 when a user with a past uses this card, device, address or network for the first time: "card_new_for_user". */
export function newForUserFeature(linked: EntityKind): FeatureDefinition {
  const description = `One of the ${ENTITY_WORDS[linked].plural} this user never used before`;
  return {
    name: `${linked}_new_for_user`,
    entity: 'user',
    aggregate: 'first',
    unit: 'flag',
    scale: 'as-is',
    description,
    sentence: description,
    value: ({ order, aggregates: { user } }) => {
      const id = order.entities[linked];
      if (id === undefined || user?.links[linked] === undefined) return 0;
      return isLinked(user, linked, id) ? 0 : 1;
    },
  };
}

/** How much of a day's orders or attempts came within 10 minutes: "device_payments_burst". */
export function burstFeature(kind: EntityKind, counter: 'orders' | 'payments'): FeatureDefinition {
  const { things } = COUNTER_WORDS[counter];
  const where = `${things} ${ENTITY_WORDS[kind].withThis} in 24 hours that came in 10 minutes`;
  const [ofDay, ofMinutes] = [counted(counter, '24h'), counted(counter, '10m')];
  return {
    name: `${kind}_${counter}_burst`,
    entity: kind,
    window: '24h',
    aggregate: 'ratio',
    unit: 'share',
    scale: 'as-is',
    description: `Share of ${where}`,
    sentence: `{value} of ${where}`,
    value: (context) => {
      const count = context.count(kind, ofDay);
      // One or two say nothing of a burst.
      return count < 3 ? 0 : context.count(kind, ofMinutes) / count;
    },
  };
}
