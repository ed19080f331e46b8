import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelVersionId, ShopId } from '#contracts';
import { Database, ModelStore } from '#database';
import { ArtifactFolder, createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { deleteOldArtifacts } from './delete-old-artifacts.ts';

const NOW_MS = 1_764_000_000_000;
const DAY_MS = 86_400_000;
const logger = createLogger({ service: 'test', level: 'silent' });

describe('deleting old artifacts', () => {
  let server: TestPostgres;
  let database: Database;
  let models: ModelStore;
  let root: string;
  let artifacts: ArtifactFolder;
  let shopId: ShopId;
  let shops = 0;

  /** One version a day; the last of them today. */
  const train = async (versions: readonly string[], options: { readonly promote: boolean }) => {
    for (const [place, name] of versions.entries()) {
      const version = name as ModelVersionId;
      const at = (NOW_MS - (versions.length - 1 - place) * DAY_MS) as EpochMs;
      await artifacts.write(shopId, version, new Map([['manifest.json', new Uint8Array([1])]]));
      await models.insert(database, {
        shopId,
        kind: 'recommender',
        version,
        trainedAt: at,
        dataFrom: at,
        dataUntil: at,
        evaluations: [],
        artifactSha256: 'a'.repeat(64),
        backend: 'cpu',
        trainSeconds: 1,
        note: '',
      });
      if (!options.promote) continue;
      await database.transaction((sql) => models.recordPromotion(sql, shopId, 'recommender', version, at));
    }
  };
  const deleteOld = (now: number, store: Pick<ArtifactFolder, 'read' | 'write' | 'delete'> = artifacts) =>
    deleteOldArtifacts(
      { database, artifacts: store, clock: () => now as EpochMs, logger },
      shopId,
      'recommender',
    );
  const kept = async () => (await readdir(path.join(root, shopId))).toSorted();
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(2, '0')}`);

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    models = new ModelStore(database);
    root = await mkdtemp(path.join(tmpdir(), 'cartwise-retention-'));
    artifacts = new ArtifactFolder(root);
  });

  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });

  it('keeps the champion, what ten rollbacks reach, and the newest five of the others', async () => {
    const promoted = named('promoted', 20);
    const challengers = named('challenger', 8);
    await train(promoted, { promote: true });
    await train(challengers, { promote: false });
    await deleteOld(NOW_MS + 30 * DAY_MS);
    // The older others are older than every challenger.
    expect(await kept()).toEqual([...challengers.slice(-5), ...promoted.slice(-11)]);
    const rows = await models.list(shopId, 'recommender', 100);
    expect(rows).toHaveLength(28);
    const gone = rows.filter(({ artifactDeletedAt }) => artifactDeletedAt !== undefined);
    expect(gone).toHaveLength(12);
  });

  it('leaves what was published within a day: someone may be loading it', async () => {
    await train(named('challenger', 8), { promote: false });
    await deleteOld(NOW_MS - 6 * DAY_MS);
    expect(await kept()).toHaveLength(8);
    await deleteOld(NOW_MS - 6 * DAY_MS + 1);
    expect(await kept()).toHaveLength(7);
  });

  it('survives a volume it cannot delete from, and tries again', async () => {
    await train(named('challenger', 6), { promote: false });
    const readOnly = {
      read: () => Promise.reject(new Error('unused')),
      write: () => Promise.reject(new Error('unused')),
      delete: () => Promise.reject(new Error('read-only volume')),
    };
    await deleteOld(NOW_MS + DAY_MS, readOnly);
    expect(await kept()).toHaveLength(6);
    await deleteOld(NOW_MS + DAY_MS);
    expect(await kept()).toEqual(named('challenger', 6).slice(1));
  });
});
