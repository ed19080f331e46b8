import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelKind, ModelVersionId, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { retireArtifacts, type ArtifactRetention } from './artifact-retention.ts';
import { ModelStore } from './model-store.ts';

const at = (ms: number) => ms as EpochMs;
const id = (version: string) => version as ModelVersionId;

describe('retiring artifacts', () => {
  let server: TestPostgres;
  let database: Database;
  let models: ModelStore;
  let shopId: ShopId;
  let shops = 0;

  /** Trains versions one after the other, at 1, 2, 3 … ms. */
  const train = async (versions: readonly string[], kind: ModelKind = 'recommender') => {
    for (const [place, version] of versions.entries()) {
      await models.insert(database, {
        shopId,
        kind,
        version: id(version),
        trainedAt: at(1 + place),
        dataFrom: at(0),
        dataUntil: at(1),
        evaluations: [],
        artifactSha256: 'a'.repeat(64),
        backend: 'cpu',
        trainSeconds: 1,
        note: '',
      });
    }
  };
  const promote = async (versions: readonly string[], promotedAt = 1) => {
    for (const version of versions) {
      await database.transaction((sql) =>
        models.recordPromotion(sql, shopId, 'recommender', id(version), at(promotedAt)),
      );
    }
  };
  const retire = async (retention: Partial<ArtifactRetention> = {}) => {
    const all = { rollbacks: 0, others: 0, untouchedSince: at(1_000), ...retention };
    const retired = await database.transaction((sql) =>
      retireArtifacts(sql, shopId, 'recommender', all, at(2_000)),
    );
    return retired.toSorted();
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    models = new ModelStore(database);
  });

  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('never takes the champion, however old it is', async () => {
    await train(['a', 'b']);
    await promote(['a']);
    expect(await retire()).toEqual(['b']);
    expect(await models.find(shopId, id('b'))).toMatchObject({ artifactDeletedAt: 2_000 });
    expect(await models.find(shopId, id('a'))).not.toHaveProperty('artifactDeletedAt');
  });

  it('keeps the champions that so many rollbacks in a row reach', async () => {
    await train(['a', 'b', 'c', 'd']);
    await promote(['a', 'b', 'c', 'd']);
    expect(await retire({ rollbacks: 2 })).toEqual(['a']);
  });

  it('follows the way that rollbacks go: a version that was rolled back is not on it', async () => {
    await train(['a', 'b', 'c']);
    await promote(['a', 'b']);
    await database.transaction((sql) => models.recordRollback(sql, shopId, 'recommender', at(1)));
    await promote(['c']);
    expect(await retire({ rollbacks: 5 })).toEqual(['b']);
  });

  it('keeps the newest of the others', async () => {
    await train(['a', 'b', 'c', 'd']);
    await promote(['b']);
    expect(await retire({ others: 2 })).toEqual(['a']);
  });

  it('leaves what was trained or promoted of late, which someone may be reading', async () => {
    await train(['a', 'b', 'c', 'd']);
    await promote(['a'], 5_000);
    await promote(['d'], 5_000);
    expect(await retire({ untouchedSince: at(3) })).toEqual(['b']);
  });

  it('takes a version once, and only of the shop and kind it is asked for', async () => {
    await train(['a']);
    await train(['fraud-1'], 'fraud');
    expect(await retire()).toEqual(['a']);
    expect(await retire()).toEqual([]);
    shopId = 'another' as ShopId;
    expect(await retire()).toEqual([]);
  });

  it('marks nothing when the files cannot be deleted', async () => {
    await train(['a']);
    const failing = database.transaction(async (sql) => {
      await retireArtifacts(
        sql,
        shopId,
        'recommender',
        { rollbacks: 0, others: 0, untouchedSince: at(9) },
        at(9),
      );
      throw new Error('read-only volume');
    });
    await expect(failing).rejects.toThrow('read-only volume');
    expect(await retire()).toEqual(['a']);
  });
});
