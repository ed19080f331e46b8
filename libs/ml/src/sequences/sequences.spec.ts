import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../random.ts';
import { DataSetBuilder } from './data-set-builder.ts';
import { buildCorpus } from './corpus.ts';
import { groupInteractions, SESSION_GAP_MS } from './group-interactions.ts';
import { lastGroupStart } from './history.ts';
import { INTERACTION_KINDS, type InteractionKind } from './interaction.ts';
import { queriesIn } from './queries.ts';
import { before, chooseSplit } from './split.ts';

const MINUTE_MS = 60_000;
const VIEW = INTERACTION_KINDS.indexOf('view');
const CART = INTERACTION_KINDS.indexOf('cart');
const PURCHASE = INTERACTION_KINDS.indexOf('purchase');

/** "mug view 0" a line: item, kind, minute. */
function dataSet(owners: Readonly<Record<string, readonly string[]>>) {
  const builder = new DataSetBuilder();
  for (const [owner, lines] of Object.entries(owners)) {
    for (const line of lines) {
      const [itemId = '', kind, minute] = line.split(' ');
      builder.add(owner, { itemId, kind: kind as InteractionKind, timeMs: Number(minute) * MINUTE_MS });
    }
  }
  return builder.build();
}

describe('groupInteractions', () => {
  it('starts a new visit after half an hour of silence', () => {
    const { groups } = groupInteractions({
      items: [1, 2, 3],
      kinds: [VIEW, VIEW, VIEW],
      timesMs: [0, SESSION_GAP_MS, 2 * SESSION_GAP_MS + 1],
    });
    expect([...groups]).toEqual([0, 0, 1]);
  });

  it('folds view, cart and purchase of one item into one interaction', () => {
    const grouped = groupInteractions({
      items: [1, 1, 2, 1, 2],
      kinds: [VIEW, CART, VIEW, PURCHASE, PURCHASE],
      timesMs: [0, 1, 2, 3, 3],
    });
    expect([...grouped.items]).toEqual([1, 2]);
    expect([...grouped.kinds]).toEqual([PURCHASE, PURCHASE]);
  });

  it('keeps a look back at an item seen earlier in the visit', () => {
    const grouped = groupInteractions({ items: [1, 2, 1], kinds: [VIEW, VIEW, VIEW], timesMs: [0, 1, 2] });
    expect([...grouped.items]).toEqual([1, 2, 1]);
  });
});

describe('DataSetBuilder', () => {
  it('puts frequent items first and sorts by time, whatever the order of adding', () => {
    const set = dataSet({ ann: ['tea view 9', 'mug view 0'], bob: ['mug purchase 5'] });
    expect(set.itemIds).toEqual(['mug', 'tea']);
    expect(set.sequences.map(({ owner, items }) => [owner, ...items])).toEqual([
      ['ann', 0, 1],
      ['bob', 0],
    ]);
    expect(set).toMatchObject({ interactions: 3, dataFromMs: 0, dataUntilMs: 9 * MINUTE_MS + 1 });
  });

  it('keeps only the newest interactions of an owner without end', () => {
    const builder = new DataSetBuilder();
    for (let i = 0; i < 9_000; i++)
      builder.add('bot', { itemId: `i${i}`, kind: 'view', timeMs: i * MINUTE_MS });
    const { sequences, itemIds } = builder.build();
    expect(sequences[0]?.items).toHaveLength(2_000);
    expect(itemIds[sequences[0]?.items.at(-1) ?? 0]).toBe('i8999');
  });

  it('builds from nothing', () => {
    expect(new DataSetBuilder().build()).toMatchObject({ itemIds: [], interactions: 0, dataUntilMs: 0 });
  });
});

describe('split and queries', () => {
  const set = dataSet({
    ann: ['a purchase 0', 'b purchase 0', 'c purchase 100', 'd view 101', 'a purchase 200', 'e purchase 200'],
    bob: ['a view 150'],
  });
  const index = (id: string) => set.itemIds.indexOf(id);

  it('never lets the past reach over the split', () => {
    const splitAtMs = 101 * MINUTE_MS;
    for (const { timesMs } of before(set.sequences, splitAtMs)) {
      expect(timesMs.every((timeMs) => timeMs < splitAtMs)).toBe(true);
    }
    expect(before(set.sequences, splitAtMs).map(({ owner }) => owner)).toEqual(['ann']);
    expect(chooseSplit(set, 0.4)).toBe(150 * MINUTE_MS);
  });

  it('asks for the order from all before it, and for the rest of a visit from its first half', () => {
    const window = { fromMs: 90 * MINUTE_MS, untilMs: set.dataUntilMs, most: 10 };
    const queries = queriesIn(set.sequences, window, new Random(1)).toSorted(
      (a, b) => a.history.nowMs - b.history.nowMs || a.history.items.length - b.history.items.length,
    );
    const shown = queries.map(({ task, history, targets }) => [
      task,
      [...history.items].map((i) => set.itemIds[i]).join(''),
      [...targets].map((i) => set.itemIds[i]).join(''),
    ]);
    expect(shown).toEqual([
      ['next-order', 'ab', 'c'],
      ['in-session', 'abc', 'd'],
      ['next-order', 'abcd', 'ae'],
      ['in-session', 'abcda', 'e'],
    ]);
    expect(
      queries.every(({ history }) => [...history.timesMs].every((timeMs) => timeMs <= history.nowMs)),
    ).toBe(true);
    expect(index('a')).toBe(0);
  });

  it('draws no more than asked for', () => {
    const queries = queriesIn(set.sequences, { fromMs: 0, untilMs: set.dataUntilMs, most: 1 }, new Random(1));
    expect(queries).toHaveLength(2);
  });
});

describe('buildCorpus', () => {
  it('finds every place of every item', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }), { maxLength: 8 }),
        (lists) => {
          const sequences = lists.map((items, i) => ({
            owner: `o${i}`,
            items: Int32Array.from(items),
            kinds: new Uint8Array(items.length),
            timesMs: Float64Array.from(items.keys()),
            groups: Int32Array.from(items, (_, at) => Math.floor(at / 3)),
          }));
          const corpus = buildCorpus(sequences, 10);
          for (let item = 0; item < 10; item++) {
            const places = [...corpus.places.subarray(corpus.placeStart[item], corpus.placeStart[item + 1])];
            expect(places).toEqual([...corpus.items.keys()].filter((place) => corpus.items[place] === item));
          }
          expect(corpus.groupCount).toBe(lists.reduce((sum, { length }) => sum + Math.ceil(length / 3), 0));
        },
      ),
    );
  });
});

describe('lastGroupStart', () => {
  it('is where the newest visit begins', () => {
    expect(lastGroupStart({ groups: Int32Array.of(0, 0, 1, 1, 1) })).toBe(2);
    expect(lastGroupStart({ groups: new Int32Array(0) })).toBe(0);
  });
});
