import { describe, expect, it } from '@jest/globals';
import type { Logger } from '#service';
import { WrongKeyWarning } from './wrong-key-warning.ts';

describe('the warning of records under a key of no shop', () => {
  it('comes at once, then once a minute with how many there were, and not without any', () => {
    let nowMs = 0;
    const warned: unknown[] = [];
    const warn = ((about: { readonly records: number }) => warned.push(about.records)) as Logger['warn'];
    const warning = new WrongKeyWarning({ warn }, () => nowMs);
    for (const [atMs, records] of [
      [0, 0],
      [1, 2],
      [2, 3],
      [60_000, 4],
      [60_001, 5],
      [200_000, 0],
    ] as const) {
      nowMs = atMs;
      warning.count(records);
    }
    expect(warned).toEqual([2, 12]);
  });
});
