import { describe, expect, it } from '@jest/globals';
import { prepared } from './prepared.ts';

describe('prepared', () => {
  it('gives the same text the same name each time, and another text another', () => {
    const one = prepared('SELECT $1', [1]);
    expect(prepared('SELECT $1', [2])).toEqual({ ...one, values: [2] });
    expect(prepared('SELECT $1::int', [1]).name).not.toBe(one.name);
  });

  it('names nothing without parameters: it may be several statements', () => {
    expect(prepared('BEGIN; SELECT 1', [])).toEqual({ text: 'BEGIN; SELECT 1', values: [] });
  });

  it('stops naming when a caller makes up texts', () => {
    const texts = Array.from({ length: 300 }, (_, n) => `SELECT $1, ${n}`);
    const names = texts.flatMap((text) => prepared(text, [1]).name ?? []);
    expect(names.length).toBeLessThanOrEqual(200);
    expect(prepared('SELECT $1', [1]).name).toBeDefined();
  });
});
