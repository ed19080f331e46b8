import { describe, expect, it } from '@jest/globals';
import { itemIds, NOW_MS } from '../testing/samples.ts';
import { loadToy, toyArtifact } from '../testing/toy-artifact.ts';
import { openRecommender } from './open-recommender.ts';

describe('opening a recommender', () => {
  const open = (ids: readonly string[], load = loadToy) => {
    const { files, sha256 } = toyArtifact(ids);
    return openRecommender({ artifactSha256: sha256 }, files, load, NOW_MS);
  };

  it('gives the recommender and what trends in it', () => {
    const { recommender, trending } = open(itemIds(3));
    expect(recommender.itemIds).toEqual(itemIds(3));
    expect(trending.map(({ itemId }) => itemId)).toEqual(itemIds(3));
  });

  it('refuses an artifact that is not the published one', () => {
    const { files } = toyArtifact(itemIds(3));
    expect(() => openRecommender({ artifactSha256: 'a'.repeat(64) }, files, loadToy, NOW_MS)).toThrow(
      'published was aaaa',
    );
  });

  it('refuses a model that knows no items', () => {
    expect(() => open([])).toThrow('the model knows no items');
  });

  it('refuses a model that scores an item with no number', () => {
    const withoutScores = (files: Parameters<typeof loadToy>[0]) => {
      const recommender = loadToy(files);
      recommender.recommend = () => [{ itemId: 'item-0', score: Number.NaN, source: 'attention' }];
      return recommender;
    };
    expect(() => open(itemIds(3), withoutScores)).toThrow('scores item item-0 NaN');
  });
});
