import { moneyText } from '#contracts';
import type { ShadowDecisionCount } from '#database';

const HELD_UP = [
  ['decline', 'declined'],
  ['review', 'in review'],
] as const;

/**
 * What a fraud model in the shadow of the champion would have changed, a sentence each: on how many orders both decided
 * alike, then what each declined and reviewed, in orders and money, and the difference.
 */
export function describeShadow(decisions: readonly ShadowDecisionCount[]): readonly string[] {
  const seen = ordersIn(decisions);
  if (seen === 0) return ['no orders were seen by both'];
  const alike = ordersIn(decisions.filter(({ champion, challenger }) => champion === challenger));
  return [
    `${seen} orders were seen by both, ${((100 * alike) / seen).toFixed(1)} % decided alike`,
    ...HELD_UP.map(([decision, words]) => {
      const theirs = decisions.filter(({ champion }) => champion === decision);
      const own = decisions.filter(({ challenger }) => challenger === decision);
      return `${words}: ${amountOf(theirs)} by the champion, ${amountOf(own)} by the challenger; ${differenceOf(theirs, own)}`;
    }),
  ];
}

const ordersIn = (decisions: readonly ShadowDecisionCount[]): number =>
  decisions.reduce((sum, { orders }) => sum + orders, 0);

function amountOf(decisions: readonly ShadowDecisionCount[]): string {
  const money = [...moneyOf(decisions, 1)].map(([currency, minor]) => moneyText(minor, currency));
  return [`${ordersIn(decisions)} orders`, ...money].join(', ');
}

function differenceOf(theirs: readonly ShadowDecisionCount[], own: readonly ShadowDecisionCount[]): string {
  const sums = moneyOf(own, 1);
  for (const [currency, minor] of moneyOf(theirs, -1)) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  const orders = ordersIn(own) - ordersIn(theirs);
  const money = [...sums].map(([currency, minor]) => signed(minor, moneyText(minor, currency)));
  return ['difference', [signed(orders, `${orders} orders`), ...money].join(', ')].join(' ');
}

/** By currency, in minor units; orders whose currency is not known say nothing of money. */
function moneyOf(decisions: readonly ShadowDecisionCount[], sign: 1 | -1): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of decisions) {
    if (currency !== '') sums.set(currency, (sums.get(currency) ?? 0) + sign * amountMinor);
  }
  return sums;
}

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);
