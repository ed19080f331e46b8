import { describe, expect, it } from '@jest/globals';
import type { Recommender } from '../models/recommender.ts';
import { Random } from '../random.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from './checkerboard.ts';
import type { InteractionSequence } from '../sequences/history.ts';

export interface ContractSubject {
  /** Trains on sequences over CHECKERBOARD_ITEMS items. */
  readonly train: (sequences: readonly InteractionSequence[]) => Promise<Recommender> | Recommender;
  /** Saves and loads it. */
  readonly reload: (model: Recommender) => Recommender;
  /** What the model can know of the checkerboard. */
  readonly learns: 'colours' | 'own items' | 'nothing personal';
  /** How many tensors there are now, of a model that is trained with TensorFlow. */
  readonly tensors?: () => number;
}

const ALL = Int32Array.from({ length: CHECKERBOARD_ITEMS }, (_, i) => i);
const HISTORIES = [visit([]), visit([4]), visit([1, 3]), visit([2, 4, 2, 6]), visit([7, 7, 7])];

function itLeavesNoTensorBehind(
  { train, reload }: Pick<ContractSubject, 'train' | 'reload'>,
  tensors: () => number,
): void {
  it('leaves no tensor behind, trained, asked or loaded', async () => {
    const before = tensors();
    for (const model of [await train(checkerboard(8, new Random(1))), await train([])]) {
      reload(model).candidates(visit([1, 3]), 5);
      model.score(visit([2]), ALL);
    }
    expect(tensors()).toBe(before);
  });
}

/** What every recommender promises, whatever it is made of. */
export function describeRecommender(name: string, { train, reload, learns, tensors }: ContractSubject): void {
  describe(`${name}, a recommender`, () => {
    const trained = () => train(checkerboard(60, new Random(1)));

    it('gives at most k items, best first, each once, all scores finite', async () => {
      const model = await trained();
      for (const history of HISTORIES) {
        for (const k of [0, 1, 5, 100]) {
          const { items, scores } = model.candidates(history, k);
          expect(items.length).toBeLessThanOrEqual(Math.min(k, CHECKERBOARD_ITEMS));
          expect(scores).toHaveLength(items.length);
          expect(new Set(items).size).toBe(items.length);
          expect([...scores].every(Number.isFinite)).toBe(true);
          expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
        }
      }
    });

    it('gives the same scores for a list as for its own candidates', async () => {
      const model = await trained();
      for (const history of HISTORIES) {
        const { items, scores } = model.candidates(history, 10);
        const again = model.score(history, items);
        for (const [i, score] of scores.entries()) expect(again[i]).toBeCloseTo(score, 4);
      }
    });

    it('repeats itself for a seed', async () => {
      const [one, two] = [await trained(), await trained()];
      for (const history of HISTORIES) expect(two.score(history, ALL)).toEqual(one.score(history, ALL));
    });

    it('scores the same after saving and loading', async () => {
      const model = await trained();
      const loaded = reload(model);
      for (const history of HISTORIES) expect(loaded.score(history, ALL)).toEqual(model.score(history, ALL));
    });

    it('ignores items it does not know', async () => {
      const model = await trained();
      const scores = model.score(visit([4, -1, CHECKERBOARD_ITEMS + 5, 6]), ALL);
      expect([...scores].every(Number.isFinite)).toBe(true);
      expect(
        model.candidates(visit([-1, 999]), 5).items.every((item) => item >= 0 && item < CHECKERBOARD_ITEMS),
      ).toBe(true);
    });

    it('does not mind training on nothing', async () => {
      const model = await train([]);
      expect([...model.score(visit([1, 2]), ALL)].every(Number.isFinite)).toBe(true);
    });

    if (tensors !== undefined) itLeavesNoTensorBehind({ train, reload }, tensors);
    if (learns === 'colours') {
      it('learns the colours of the checkerboard', async () => {
        const model = await trained();
        for (const history of [visit([2, 8]), visit([5, 11])]) {
          const scores = model.score(history, ALL);
          const colour = (history.items[0] ?? 0) % 2;
          const own = [...scores].filter((_, item) => item % 2 === colour && !history.items.includes(item));
          const other = [...scores].filter((_, item) => item % 2 !== colour);
          expect(Math.min(...own)).toBeGreaterThan(Math.max(...other));
        }
      });
    }
    if (learns === 'own items') {
      it("ranks the shopper's own items by how often and how lately", async () => {
        expect([...(await trained()).candidates(visit([3, 5, 3]), 5).items]).toEqual([3, 5]);
      });
    }
  });
}
