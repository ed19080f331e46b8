import { describe, expect, it } from '@jest/globals';
import type { ShadowDecisionCount } from '#database';
import { describeShadow } from './describe-shadow.ts';

const decided = (
  champion: string,
  challenger: string,
  orders: number,
  amountMinor: number,
  currency = 'GBP',
): ShadowDecisionCount => ({ champion, challenger, currency, orders, amountMinor });

describe('what a model in the shadow would have changed', () => {
  it('is told in orders and money, of each model and as the difference', () => {
    expect(
      describeShadow([
        decided('approve', 'approve', 90, 900_000),
        decided('decline', 'decline', 4, 40_050),
        decided('approve', 'decline', 5, 60_000),
        decided('review', 'approve', 1, 1_000),
      ]),
    ).toEqual([
      '100 orders were seen by both, 94.0 % decided alike',
      'declined: 4 orders, 400.50 GBP by the champion, 9 orders, 1000.50 GBP by the challenger; difference +5 orders, +600.00 GBP',
      'in review: 1 orders, 10.00 GBP by the champion, 0 orders by the challenger; difference -1 orders, -10.00 GBP',
    ]);
  });

  it('keeps currencies apart, each with its own digits, and counts no money of one that is not known', () => {
    const [, declined] = describeShadow([
      decided('approve', 'decline', 2, 5_000, 'JPY'),
      decided('decline', 'approve', 1, 250, 'EUR'),
      decided('decline', 'decline', 7, 0, ''),
    ]);
    expect(declined).toBe(
      'declined: 8 orders, 2.50 EUR by the champion, 9 orders, 5000 JPY by the challenger; difference +1 orders, +5000 JPY, -2.50 EUR',
    );
  });

  it('is nothing before an order was seen', () => {
    expect(describeShadow([])).toEqual(['no orders were seen by both']);
  });
});
