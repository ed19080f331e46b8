import { ORDER_FEATURES, ORDER_TEXT_NAMES, orderFacts, type Facts } from '#ml';
import type { Situation, Trigger } from './situation.ts';

/** Facts that an order tells by itself; the others are counted over what its entities did before. */
const OWN_NUMBERS = ORDER_FEATURES.filter(({ aggregate }) => aggregate === 'order').map(({ name }) => name);
/** What each trigger's situation says beside the counted facts. */
const OWN_FACTS: Readonly<Record<Trigger, readonly string[]>> = {
  order: [...OWN_NUMBERS, ...ORDER_TEXT_NAMES],
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

/** Each needs an amount to say anything. */
const NEEDS_AMOUNT: ReadonlySet<string> = new Set(
  ORDER_FEATURES.filter(
    ({ name }) => name.startsWith('user_amount_') && !name.startsWith('user_amount_minor'),
  ).map(({ name }) => name),
);

const COUNTED_FACTS: readonly string[] = ORDER_FEATURES.filter(({ aggregate }) => aggregate !== 'order').map(
  ({ name }) => name,
);

/** The names a rule on `trigger` may speak of, and what each holds. Yes/no facts are the numbers 1 and 0. */
export function factKinds(trigger: Trigger): ReadonlyMap<string, 'number' | 'text'> {
  if (trigger === 'view') return new Map(OWN_FACTS.view.map((name) => [name, 'number']));
  const hasAmount = trigger === 'order' || trigger === 'payment';
  const names = [
    ...OWN_FACTS[trigger],
    ...COUNTED_FACTS.filter((name) => hasAmount || !NEEDS_AMOUNT.has(name)),
  ];
  return new Map(names.map((name) => [name, ORDER_TEXT_NAMES.includes(name) ? 'text' : 'number']));
}

/** What orderValues gives of a situation just before it. */
export interface SituationValues {
  readonly values: Float64Array;
  /** Whether what was counted before could be read. */
  readonly hasHistory: boolean;
}

/**
 * The facts of a situation just before it; undefined values only of one that has none but its own. Without a history what is
 * counted is unknown, not zero: a rule on it does not fire.
 */
export function factsOf(situation: Situation, known: SituationValues | undefined): Facts {
  const { trigger, order, own } = situation;
  if (known === undefined) return (name) => own[name];
  const told = orderFacts(order, known.values);
  const isKnown = (name: string) => known.hasHistory || OWN_FACTS[trigger].includes(name);
  return (name) => own[name] ?? (isKnown(name) ? told(name) : undefined);
}
