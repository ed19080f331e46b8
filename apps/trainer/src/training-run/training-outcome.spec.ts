import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { isWhole, type ShopOutcome } from './training-outcome.ts';

const shopId = 'demo' as ShopId;
const skipped: ShopOutcome = {
  kind: 'trained',
  shopId,
  models: [{ kind: 'skipped', model: 'fraud', reason: '3 orders; it takes 200' }],
};
const failed: ShopOutcome = { kind: 'failed', shopId, reason: 'why' };
const finished = (shops: readonly ShopOutcome[]) => ({ kind: 'finished', backend: 'cpu', shops }) as const;

describe('a whole run', () => {
  it('is one in which no shop failed; too little data is no failure', () => {
    expect(isWhole(finished([skipped]))).toBe(true);
  });

  it.each([finished([skipped, failed]), { kind: 'failed', reason: 'why' } as const])(
    'is not one in which something failed: %j',
    (outcome) => expect(isWhole(outcome)).toBe(false),
  );
});
