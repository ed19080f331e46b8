import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import type { TrainedModel } from '../artifact/artifact.ts';
import { NEW_ITEMS_MOST } from '../models/content-vectors.ts';
import { Random } from '../random.ts';
import { DataSetBuilder } from '../sequences/data-set-builder.ts';
import { chooseSplit } from '../sequences/split.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { loadRecommender } from './load-recommender.ts';
import { recommenderBudget } from './recommender-budget.ts';
import type { DescribedItem, Shopper } from './serving-recommender.ts';
import { trainRecommender } from './train-recommender.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const NOW_MS = START_MS + 100 * DAY_MS;
const ITEMS = 20;

/** Two tastes, tea and tools: only category and brand tell which items go together, their ids and titles do not. */
const ofTaste = (taste: number) =>
  taste === 0
    ? { title: 'new', productType: 'Kitchen > Tea', brand: 'Leaf' }
    : { title: 'new', productType: 'Garage > Tools', brand: 'Steel' };

function shop(random: Random) {
  const builder = new DataSetBuilder();
  const attributes = new Map<string, ItemAttributes>();
  for (let shopper = 0; shopper < 160; shopper++) {
    for (let order = 0; order < 4; order++) {
      const timeMs = START_MS + (random.integer(25) + 25 * order) * DAY_MS;
      for (const item of random.sample(ITEMS, 3)) {
        const itemId = `i${2 * item + (shopper % 2)}`;
        builder.add(`u:${shopper}`, { itemId, kind: 'purchase', timeMs });
        attributes.set(itemId, ofTaste(shopper % 2));
      }
    }
  }
  return { ...builder.build(), attributes };
}

const shopper = (...itemIds: string[]): Shopper => ({
  recent: itemIds.map((itemId) => ({ itemId, kind: 'purchase', timeMs: NOW_MS - DAY_MS })),
  sessionItemIds: [],
  nowMs: NOW_MS,
});
/** n-0 and n-2 are tea, n-1 and n-3 tools. */
const fresh = (count: number): readonly DescribedItem[] =>
  Array.from({ length: count }, (_, n) => ({ itemId: `n-${n}`, attributes: ofTaste(n % 2) }));

describe('items that nobody has met', () => {
  let tf: TensorFlow;
  let trained: TrainedModel;
  const dataSet = shop(new Random(1));
  const train = (attributes: ReadonlyMap<string, ItemAttributes> = dataSet.attributes) => {
    const budget = recommenderBudget('wasm');
    return trainRecommender({
      tf,
      backend: 'wasm',
      dataSet: { ...dataSet, attributes },
      splitAtMs: chooseSplit(dataSet, 0.2),
      seed: 5,
      version: 'recommender-test',
      trainedAtMs: START_MS,
      budget: {
        attention: { ...budget.attention, dimension: 8, stepsMost: 20, negatives: 32 },
        tuning: { queriesMost: 50, roundsMost: 0 },
        fittingQueriesMost: 200,
        heldOutQueriesMost: 50,
      },
    });
  };
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    trained = await train();
  }, 240_000);
  const described = (items = fresh(4)) => {
    const model = loadRecommender(trained.files);
    return { model, added: model.describe(items) };
  };

  it('are recommended to those whose taste their attributes tell, because of what those bought', () => {
    const { model, added } = described();
    expect(added).toEqual(['n-0', 'n-1', 'n-2', 'n-3']);
    for (const taste of [0, 1]) {
      const list = [...model.recommend(shopper(`i${taste}`, `i${taste + 2}`), ITEMS + 2)];
      const news = list.filter(({ itemId }) => itemId.startsWith('n-'));
      expect(news.map(({ itemId }) => itemId).toSorted()).toEqual([`n-${taste}`, `n-${taste + 2}`]);
      for (const { source, becauseOfItemId } of news) {
        expect(source).toBe('content');
        expect([`i${taste}`, `i${taste + 2}`]).toContain(becauseOfItemId);
      }
    }
  });

  it('are similar to what they are like, and have similar items of their own', () => {
    const { model } = described();
    const similarTo = (itemId: string) => [...model.similar(itemId, ITEMS + 1)].map((each) => each.itemId);
    expect(similarTo('i4')).toEqual(expect.arrayContaining(['n-0', 'n-2']));
    expect(similarTo('i5')).toEqual(expect.arrayContaining(['n-1', 'n-3']));
    const ofNew = similarTo('n-1');
    expect(ofNew).toHaveLength(ITEMS + 1);
    expect(ofNew).not.toContain('n-1');
    expect(ofNew.every((id) => Number(/\d+$/.exec(id)) % 2 === 1)).toBe(true);
  });

  it('say something of a shopper who has looked at nothing else', () => {
    const { model } = described();
    const list = [...model.recommend({ ...shopper(), sessionItemIds: ['n-0'] }, 5)];
    expect(list.every(({ itemId }) => Number(/\d+$/.exec(itemId)) % 2 === 0)).toBe(true);
    expect(list.map(({ becauseOfItemId }) => becauseOfItemId)).toContain('n-0');
  });

  it('can be scored in a given list', () => {
    const { model } = described();
    const [tea, tools] = model.rankItems(shopper('i0', 'i2'), ['n-1', 'n-0']);
    expect(tea).toMatchObject({
      itemId: 'n-0',
      source: 'content',
      becauseOfItemId: expect.stringMatching(/^i[02]$/),
    });
    expect(tools?.itemId).toBe('n-1');
  });

  it('take newer attributes, and are added once', () => {
    const { model } = described();
    expect(model.describe([{ itemId: 'n-0', attributes: ofTaste(1) }])).toEqual([]);
    expect([...model.similar('i5', 12)].map(({ itemId }) => itemId)).toContain('n-0');
  });

  describe('have one index, counts and attributes,', () => {
    /** Ten shoppers of tools look at a new item of tea: what they do says another thing than what it is. */
    const met = Array.from({ length: 10 }, (_, n) =>
      ['i1', 'n-0'].map((itemId, step) => {
        const timeMs = dataSet.dataUntilMs + n * DAY_MS + step;
        return { owner: `u:met-${n}`, itemId, kind: 'view' as const, timeMs };
      }),
    ).flat();
    const likeTo = (model: ReturnType<typeof described>['model'], itemId: string) =>
      [...model.similar(itemId, ITEMS + 1)].map((each) => each.itemId);
    const isBoth = ({ model }: Pick<ReturnType<typeof described>, 'model'>) => {
      expect(model.itemIds).toEqual([...dataSet.itemIds, 'n-0']);
      expect([likeTo(model, 'i1').includes('n-0'), likeTo(model, 'i4').includes('n-0')]).toEqual([
        true,
        true,
      ]);
    };

    it('when they were described before they were met', () => {
      const { model } = described(fresh(1));
      expect(likeTo(model, 'i1')).not.toContain('n-0');
      expect(model.learn(met).newItemIds).toEqual([]);
      isBoth({ model });
    });

    it('when they were met before they were described', () => {
      const model = loadRecommender(trained.files);
      expect(model.learn(met).newItemIds).toEqual(['n-0']);
      expect(likeTo(model, 'i4')).not.toContain('n-0');
      expect(model.describe(fresh(1))).toEqual([]);
      isBoth({ model });
      expect([model.wasTrainedOn('n-0'), model.wasTrainedOn('i1')]).toEqual([false, true]);
    });
  });

  it('are left out when they are known, when nothing is known of them, and beyond the bound', () => {
    const { model, added } = described([
      { itemId: 'i0', attributes: ofTaste(1) },
      { itemId: 'n-0', attributes: {} },
    ]);
    expect(added).toEqual([]);
    expect(model.describe(fresh(NEW_ITEMS_MOST + 1))).toHaveLength(NEW_ITEMS_MOST);
    expect(model.has(`n-${NEW_ITEMS_MOST}`)).toBe(false);
  });

  it('are placed by the pictures they had at the training, whoever describes them', async () => {
    const looks = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const pictured = new Map<string, ItemAttributes>(
      [...dataSet.itemIds, 'n-0', 'n-1'].map((id) => [
        id,
        { imageVector: looks[Number(/\d+$/.exec(id)) % 2] },
      ]),
    );
    const model = loadRecommender((await train(pictured)).files);
    const unseen = [{ itemId: 'n-9', attributes: { title: 'n-9' } }];
    expect(
      model.describe([...fresh(2).map(({ itemId }) => ({ itemId, attributes: {} })), ...unseen]),
    ).toEqual(expect.arrayContaining(['n-0', 'n-1']));
    const ofTools = [...model.recommend(shopper('i1', 'i3'), ITEMS + 1)].map(({ itemId }) => itemId);
    expect([ofTools.includes('n-1'), ofTools.includes('n-0')]).toEqual([true, false]);
  }, 240_000);

  it('are not taken up by a model of a shop that told it no attributes', async () => {
    const model = loadRecommender((await train(new Map())).files);
    expect(model.describe(fresh(1))).toEqual([]);
    expect([...model.recommend(shopper('i0'), 5)]).toHaveLength(5);
  }, 240_000);
});
