import { describe, expect, it } from '@jest/globals';
import { formatUntil } from './format-until.ts';

const AT_MS = Date.UTC(2026, 10, 27, 18, 3);

describe('until when an entry of a list holds', () => {
  it('is its time, and that it is over where it is: it stands there until it is tidied up', () => {
    expect(formatUntil(AT_MS, AT_MS - 1)).toBe('2026-11-27 18:03');
    expect(formatUntil(AT_MS, AT_MS)).toBe('expired 2026-11-27 18:03');
  });

  it('is nothing for one that holds for ever', () => {
    expect(formatUntil(0, AT_MS)).toBe('');
  });
});
