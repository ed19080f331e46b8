import { describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../source/source-row.ts';
import { cutIntoParts } from './cut-into-parts.ts';
import type { Part } from './part.ts';

const ROWS = 12_345;

/** Every tenth row is junk. */
async function* history(): AsyncGenerator<readonly SourceRow[]> {
  for (let from = 1; from <= ROWS; from += 1_000) {
    yield Array.from({ length: Math.min(1_000, ROWS - from + 1) }, (_, index): SourceRow => {
      const row = from + index;
      return row % 10 === 0
        ? { kind: 'junk', row, reason: 'a tenth' }
        : { kind: 'event', row, json: Buffer.from(`{"row":${row}}`) };
    });
  }
}

async function parts(rowsDone: number): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of cutIntoParts(history(), rowsDone)) all.push(part);
  return all;
}

const rowsOf = (part: Part): unknown[] =>
  part.body
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { readonly row: number }).row);

describe('the parts of a history', () => {
  it('hold every event once, in order, and count the junk', async () => {
    const all = await parts(0);
    expect(all.length).toBeGreaterThan(1);
    const events = all.flatMap(rowsOf);
    expect(events).toEqual(
      Array.from({ length: ROWS }, (_, index) => index + 1).filter((row) => row % 10 !== 0),
    );
    expect(all.flatMap(({ eventRows }) => eventRows)).toEqual(events);
    expect(all.flatMap(({ junk }) => junk)).toHaveLength(Math.floor(ROWS / 10));
    expect(all.at(-1)?.rowsThrough).toBe(ROWS);
  });

  it('number an event the same wherever a load goes on, so that it gets the same id', async () => {
    const numbers = (all: readonly Part[]) =>
      new Map(all.flatMap((part) => part.eventRows.map((row, index) => [row, part.firstEvent + index])));
    const whole = numbers(await parts(0));
    for (const rowsDone of [1, 9, 10, 777, 5_555, ROWS - 1]) {
      const rest = numbers(await parts(rowsDone));
      expect(rest.size).toBe([...whole.keys()].filter((row) => row > rowsDone).length);
      for (const [row, number] of rest) expect(number).toBe(whole.get(row));
    }
  });

  it('go on behind a part where that was acknowledged', async () => {
    const [first, ...others] = await parts(0);
    expect(await parts(first?.rowsThrough ?? 0)).toEqual(others);
    expect(await parts(ROWS)).toEqual([]);
  });
});
