import { beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type ChampionRecord, type ModelVersionId } from '#contracts';
import type { ArtifactFiles } from '#ml';
import { Feed, eventually } from '#test-support';
import { recommend } from '../recommendation/recommend.ts';
import {
  catalogueItem,
  catalogueOf,
  itemIds,
  knownShopper,
  metrics,
  NOW_MS,
  openModels,
  profileOf,
  ranker,
  SHOP,
  shopView,
  silent,
  wanted,
} from '../testing/samples.ts';
import { loadToy, toyArtifact } from '../testing/toy-artifact.ts';
import { InlineRecommenders } from '../testing/inline-recommenders.ts';
import type { RecommenderHost } from '../recommenders/recommender-host.ts';
import { LiveModels } from './live-models.ts';

/** Artifacts in memory; a version that is not there cannot be read. */
class ArtifactMap {
  readonly versions = new Map<string, ArtifactFiles>();

  async read(_shopId: string, version: string): Promise<ArtifactFiles> {
    const files = this.versions.get(version);
    if (files === undefined) throw new Error(`no artifact ${version}`);
    return files;
  }
}

describe('LiveModels', () => {
  let feed: Feed;
  let artifacts: ArtifactMap;
  let models: LiveModels;

  const start = async (host: RecommenderHost = new InlineRecommenders(loadToy, () => NOW_MS)) => {
    models = new LiveModels(feed, artifacts, host, silent, metrics(), openModels());
    await models.onApplicationBootstrap();
  };
  beforeEach(async () => {
    feed = new Feed();
    artifacts = new ArtifactMap();
    await start();
  });

  const announce = (version: string, artifactSha256: string, kind: ChampionRecord['kind'] = 'recommender') =>
    feed.send(TOPICS.modelVersions, SHOP, kind, {
      shopId: SHOP,
      kind,
      version: version as ModelVersionId,
      artifactSha256,
      promotedAt: NOW_MS,
    });
  const publish = async (version: string, ids: readonly string[] = itemIds(10)) => {
    const artifact = toyArtifact(ids);
    artifacts.versions.set(version, artifact.files);
    await announce(version, artifact.sha256);
  };
  const serving = () => models.ofShop(SHOP)?.version;

  it('serves nothing before the first version, then each new champion', async () => {
    expect(serving()).toBeUndefined();
    await publish('v1');
    expect(serving()).toBe('v1');
    await publish('v2');
    expect(serving()).toBe('v2');
  });

  it('goes back when the version before is announced again', async () => {
    await publish('v1');
    await publish('v2');
    await publish('v1');
    expect(serving()).toBe('v1');
  });

  it('does not care for fraud models', async () => {
    await announce('fraud-1', 'a'.repeat(64), 'fraud');
    expect(serving()).toBeUndefined();
  });

  it('refuses an artifact that is not the published one, and the version before serves on', async () => {
    await publish('v1');
    artifacts.versions.set('v2', toyArtifact(['other']).files);
    await announce('v2', toyArtifact(itemIds(10)).sha256);
    expect(serving()).toBe('v1');
  });

  it('refuses an artifact that cannot be read or loaded, and the version before serves on', async () => {
    await publish('v1');
    await announce('missing', 'a'.repeat(64));
    expect(serving()).toBe('v1');
    const broken = new Map([['manifest.json', new TextEncoder().encode('{')]]);
    artifacts.versions.set('broken', broken);
    await announce('broken', toyArtifact([]).sha256);
    expect(serving()).toBe('v1');
  });

  it('opens the models again when the host has lost them', async () => {
    let lose = () => {};
    const host = new InlineRecommenders(loadToy, () => NOW_MS);
    feed = new Feed();
    await start({ open: host.open.bind(host), onLost: (listener) => (lose = listener) });
    await publish('v1');
    const before = models.ofShop(SHOP);
    lose();
    await eventually('v1 is open again', async () => models.ofShop(SHOP) !== before);
    expect(serving()).toBe('v1');
  });

  it('swaps under requests without failing one; each ends on the version it began on', async () => {
    const catalogue = catalogueOf([...itemIds(10), 'x', 'y'].map((id) => catalogueItem(id)));
    await publish('v1');
    const lists = ranker();
    const known = knownShopper({ profile: profileOf(['item-1', 'x']) });
    const answers: Promise<Awaited<ReturnType<typeof recommend>>>[] = [];
    for (let swap = 0; swap < 20; swap++) {
      for (let request = 0; request < 10; request++) {
        const view = shopView({ catalogue, model: models.ofShop(SHOP) });
        answers.push(recommend(view, known, lists, { ...wanted({ limit: 2 }), includeSeen: false }));
      }
      // v1 knows the ten items, v2 only x and y.
      await (swap % 2 === 0 ? publish('v2', ['x', 'y']) : publish('v1'));
    }
    const answered = await Promise.all(answers);
    expect(answered.flatMap(({ failures }) => failures)).toEqual([]);
    for (const { modelVersion, items } of answered) {
      const ids = items.map(({ itemId }) => itemId);
      expect(ids).toEqual(modelVersion === 'v1' ? ['item-1', 'item-0'] : ['x', 'y']);
    }
    expect(new Set(answered.map(({ modelVersion }) => modelVersion))).toEqual(new Set(['v1', 'v2']));
  });
});
