import { ORDER_FEATURE_NAMES, orderFacts, type Aggregates, type Facts } from '#ml';
import type { Situation, Trigger } from './situation.ts';

/** Facts that an order tells by itself; the others are counted over what its entities did before. */
const OWN_NUMBERS = [
  'amount_minor',
  'lines',
  'quantity',
  'item_price_max_minor',
  'discount_share',
  'has_coupon',
  'is_guest',
  'hour_sin',
  'hour_cos',
  'shipping_differs_from_billing',
  'card_differs_from_billing',
] as const;
const OWN_TEXTS = [
  'currency',
  'billing_country',
  'shipping_country',
  'card_country',
  'email_domain',
  'payment_method',
] as const;

/** What each trigger's situation says beside the counted facts. */
const OWN_FACTS: Readonly<Record<Trigger, readonly string[]>> = {
  order: [...OWN_NUMBERS, ...OWN_TEXTS],
  payment: [
    'amount_minor',
    'hour_sin',
    'hour_cos',
    'currency',
    'card_country',
    'payment_method',
    'payment_declined',
  ],
  login: ['login_failed'],
  signup: ['email_domain'],
  view: ['device_views_10m', 'ip_views_10m'],
};

/** Needs an amount to say anything. */
const NEEDS_AMOUNT = 'user_amount_z';

const COUNTED_FACTS: readonly string[] = ORDER_FEATURE_NAMES.filter(
  (name) => !OWN_NUMBERS.some((own) => own === name),
);

/** The names a rule on `trigger` may speak of, and what each holds. Yes/no facts are the numbers 1 and 0. */
export function factKinds(trigger: Trigger): ReadonlyMap<string, 'number' | 'text'> {
  if (trigger === 'view') return new Map(OWN_FACTS.view.map((name) => [name, 'number']));
  const hasAmount = trigger === 'order' || trigger === 'payment';
  const names = [
    ...OWN_FACTS[trigger],
    ...COUNTED_FACTS.filter((name) => hasAmount || name !== NEEDS_AMOUNT),
  ];
  return new Map(names.map((name) => [name, OWN_TEXTS.some((text) => text === name) ? 'text' : 'number']));
}

/**
 * The facts of a situation just before it. Without `aggregates` (they could not be read) what is counted is unknown,
 * not zero: a rule on it does not fire.
 */
export function factsOf(situation: Situation, aggregates: Aggregates | undefined, nowMs: number): Facts {
  // Nothing else is looked up for what is most of the traffic.
  if (situation.trigger === 'view') return situation.own;
  const all: Facts = { ...orderFacts(situation.order, aggregates ?? {}, nowMs), ...situation.own };
  if (aggregates !== undefined) return all;
  return Object.fromEntries(OWN_FACTS[situation.trigger].map((name) => [name, all[name]]));
}
