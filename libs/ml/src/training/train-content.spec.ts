import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import { ContentSimilarity } from '../models/content-similarity.ts';
import { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import { CHECKERBOARD_ITEMS } from '../testing/checkerboard.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { trainContent } from './train-content.ts';

/** Items of a colour share a brand, and nothing else. */
const attributes: readonly ItemAttributes[] = Array.from({ length: CHECKERBOARD_ITEMS }, (_, item) => ({
  brand: item % 2 === 0 ? 'White' : 'Black',
}));
/** A shop in which nothing was met has no such model: one that says nothing stands for it. */
const silent = () =>
  new ContentSimilarity({
    dimension: 1,
    projection: new Float32Array(1),
    content: new Float32Array(CHECKERBOARD_ITEMS),
    behaviour: new Float32Array(CHECKERBOARD_ITEMS),
  });

describeRecommender('content', {
  train: (sequences) => {
    const corpus = buildCorpus(sequences, CHECKERBOARD_ITEMS);
    return trainContent({ corpus, attributes, random: new Random(1) }) ?? silent();
  },
  reload: (model) => ContentSimilarity.from(unpackArrays(packArrays((model as ContentSimilarity).state()))),
  learns: 'colours',
});
