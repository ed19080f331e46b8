import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelVersionId, ShopId } from '#contracts';
import { Database, ModelStore } from '#database';
import { openEventLog, type EventLog } from '#event-log';
import { createLogger, type ArtifactFiles, type ArtifactStore } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { publishVersion, type Candidate } from './publish-version.ts';

const NOW = 1_764_000_000_000 as EpochMs;
const version = 'recommender-1' as ModelVersionId;
const files: ArtifactFiles = new Map([['manifest.json', new Uint8Array([1])]]);

const silent = createLogger({ service: 'test', level: 'silent' });

const candidate = (promote: boolean): Candidate => ({
  trained: {
    files,
    sha256: 'a'.repeat(64),
    manifest: {
      kind: 'recommender',
      version,
      schemaVersion: 3,
      trainedAtMs: NOW,
      dataFromMs: 1,
      dataUntilMs: 2,
      seed: 1,
      backend: 'cpu',
      hyperParameters: {},
      evaluations: [],
      files: {},
    },
    evaluations: [],
  },
  evaluations: [{ model: 'blend', metrics: [{ name: 'overall ndcg@20', value: 0.2 }] }],
  decision: { promote, note: 'why' },
  trainSeconds: 2,
});

describe('publishing a version', () => {
  let server: TestPostgres;
  let database: Database;
  let models: ModelStore;
  let log: EventLog;
  let shopId: ShopId;
  let shops = 0;

  const publish = (artifacts: ArtifactStore, promote: boolean) =>
    publishVersion(
      { database, models, artifacts, clock: () => NOW, logger: silent },
      shopId,
      candidate(promote),
    );
  const announcements = async () => {
    const key = `${shopId}/recommender`;
    return (await database.query('SELECT FROM event_log.outbox WHERE key = $1', [key])).length;
  };
  /** Keeps nothing, but looks first. */
  const storeThat = (onWrite: () => Promise<void>): ArtifactStore => ({
    write: onWrite,
    read: () => Promise.resolve(files),
    delete: () => Promise.resolve(),
  });

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    models = new ModelStore(database);
    // Makes the outbox.
    log = await openEventLog({
      kind: 'postgres',
      connectionString: server.connectionString,
      runInTransaction: (work) => database.transaction(work),
    });
  });

  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });

  afterAll(async () => {
    await log.close();
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('makes the winner the champion and announces it', async () => {
    const outcome = await publish(
      storeThat(() => Promise.resolve()),
      true,
    );
    expect(outcome).toMatchObject({ kind: 'promoted', version, note: 'why' });
    expect(await models.champion(shopId, 'recommender')).toMatchObject({ version, trainSeconds: 2 });
    expect(await announcements()).toBe(1);
  });

  it('keeps the loser as a challenger and announces nothing', async () => {
    const outcome = await publish(
      storeThat(() => Promise.resolve()),
      false,
    );
    expect(outcome.kind).toBe('kept-as-challenger');
    expect(await models.find(shopId, version)).toMatchObject({ status: 'challenger' });
    expect(await announcements()).toBe(0);
  });

  it('writes the artifact before the row that names it', async () => {
    let rowsAtWrite: number | undefined;
    await publish(
      storeThat(async () => {
        rowsAtWrite = (await models.list(shopId, undefined, 1)).length;
      }),
      true,
    );
    expect(rowsAtWrite).toBe(0);
  });

  it('leaves no row when the artifact cannot be written', async () => {
    const full = storeThat(() => Promise.reject(new Error('disk full')));
    await expect(publish(full, true)).rejects.toThrow('disk full');
    expect(await models.list(shopId, undefined, 1)).toEqual([]);
    expect(await announcements()).toBe(0);
  });
});
