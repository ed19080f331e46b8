import { describe, expect, it } from '@jest/globals';
import { EpochMs, TOPICS, type Event } from '#contracts';
import { testShop } from '../../../testing/test-shop.ts';
import { judgePart } from './judge-part.ts';
import type { JudgedPart, LoadPart } from './judged-part.ts';

const NOW = EpochMs.parse(Date.UTC(2026, 0, 1));
const view = (itemId: string, more: object = {}) =>
  JSON.stringify({
    type: 'product_viewed',
    userId: 'anna',
    eventTime: Date.UTC(2009, 0, 1),
    item: { itemId },
    ...more,
  });

const part = (lines: readonly string[], more: Partial<LoadPart> = {}): LoadPart => ({
  shop: testShop,
  receivedAt: NOW,
  load: 'history',
  firstRow: 1,
  lines: Buffer.from(lines.join('\n')),
  ...more,
});

const eventsOf = ({ passed, bodies }: JudgedPart): Event[] =>
  passed.map(({ end }, index) =>
    TOPICS.events.codec.decode(bodies.subarray(passed[index - 1]?.end ?? 0, end)),
  );

describe('a part of a history', () => {
  it('is judged line by line as history, however old, in the order of its rows', () => {
    const judged = judgePart(
      part([view('a'), '', 'broken', view('b', { eventId: 'mine' })], { firstRow: 40 }),
    );
    expect(judged.passed.map(({ row, type, key }) => ({ row, type, key }))).toEqual([
      { row: 40, type: 'product_viewed', key: 'demo/u:anna' },
      { row: 43, type: 'product_viewed', key: 'demo/u:anna' },
    ]);
    expect(judged.faulty).toEqual([
      expect.objectContaining({ row: 42, verdict: 'rejected', code: 'EVENT_MALFORMED' }),
    ]);
    expect(judged.rejected).toHaveLength(1);
    expect(eventsOf(judged)).toEqual([
      expect.objectContaining({ source: 'import', eventTime: Date.UTC(2009, 0, 1), item: { itemId: 'a' } }),
      expect.objectContaining({ eventId: 'mine', item: { itemId: 'b' } }),
    ]);
  });

  it('gives a row without an id the same one each time, and no other row that id', () => {
    const idsOf = (judged: JudgedPart) => judged.passed.map(({ eventId }) => eventId);
    const lines = [view('a'), view('a'), view('b')];
    const ids = idsOf(judgePart(part(lines)));
    expect(new Set(ids).size).toBe(3);
    expect(idsOf(judgePart(part(lines)))).toEqual(ids);
    expect(idsOf(judgePart(part(lines.slice(1), { firstRow: 2 })))).toEqual(ids.slice(1));
    expect(idsOf(judgePart(part(lines, { load: 'another' })))).not.toContain(ids[0]);
    expect(idsOf(judgePart(part([view('c')])))).not.toContain(ids[0]);
  });

  it('passes an id that it has twice once', () => {
    const judged = judgePart(part([view('a', { eventId: 'x' }), view('b', { eventId: 'x' })]));
    expect(judged.passed.map(({ row }) => row)).toEqual([1]);
    expect(judged.repeated).toBe(1);
  });
});
