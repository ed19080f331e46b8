import { describe, expect, it } from '@jest/globals';
import { toHistory } from './shopper-history.ts';

const NOW_MS = Date.UTC(2026, 0, 2);
const MINUTE_MS = 60_000;
const INDEX = new Map([
  ['mug', 0],
  ['tea', 1],
  ['pot', 2],
]);

describe('toHistory', () => {
  it('puts the running session after the profile, as the newest visit', () => {
    const history = toHistory(
      {
        recent: [{ itemId: 'mug', kind: 'purchase', timeMs: NOW_MS - 100 * MINUTE_MS }],
        sessionItemIds: ['tea', 'pot'],
        nowMs: NOW_MS,
      },
      INDEX,
    );
    expect([...history.items]).toEqual([0, 1, 2]);
    expect([...history.groups]).toEqual([0, 1, 1]);
  });

  it('takes what the profile and the session both know once, as the strongest kind', () => {
    const history = toHistory(
      {
        recent: [
          { itemId: 'tea', kind: 'view', timeMs: NOW_MS - 3 * MINUTE_MS },
          { itemId: 'mug', kind: 'cart', timeMs: NOW_MS - 2 * MINUTE_MS },
        ],
        sessionItemIds: ['tea', 'mug', 'pot'],
        nowMs: NOW_MS,
      },
      INDEX,
    );
    expect([...history.items]).toEqual([1, 0, 2]);
    expect([...history.kinds]).toEqual([0, 2, 0]);
  });

  it('leaves out items the model does not know, and sorts a profile that came out of order', () => {
    const recent = (['pot', 'no such item', 'mug'] as const).map((itemId, i) => ({
      itemId,
      kind: 'view' as const,
      timeMs: NOW_MS - i * 100 * MINUTE_MS,
    }));
    expect([...toHistory({ recent, sessionItemIds: ['unknown'], nowMs: NOW_MS }, INDEX).items]).toEqual([
      0, 2,
    ]);
  });
});
