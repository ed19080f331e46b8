import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordKey, TOPICS, type EpochMs, type ModelVersionId, type ShopId } from '#contracts';
import { AuditStore, Database, ModelStore, retireArtifacts } from '#database';
import { openEventLog, type EventLog } from '#event-log';
import { startPostgres, type TestPostgres } from '#test-support';
import { AuditTrail } from '../audit/audit-trail.ts';
import { promoteModel, type PromotionDependencies } from './promote-model.ts';
import { rollbackModel } from './rollback-model.ts';

const PROMOTED_AT = 1_764_000_000_000 as EpochMs;
const id = (version: string) => version as ModelVersionId;

describe('promoting a model', () => {
  let server: TestPostgres;
  let database: Database;
  let log: EventLog;
  let dependencies: PromotionDependencies;
  let shopId: ShopId;
  let shops = 0;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    // Makes the outbox.
    log = await openEventLog({
      kind: 'postgres',
      connectionString: server.connectionString,
      runInTransaction: (work) => database.transaction(work),
    });
    dependencies = {
      database,
      models: new ModelStore(database),
      clock: () => PROMOTED_AT,
      audit: new AuditTrail(database, () => PROMOTED_AT),
    };
  });

  beforeEach(async () => {
    shopId = `shop-${(shops += 1)}` as ShopId;
    for (const version of ['a', 'b']) {
      await dependencies.models.insert(database, {
        shopId,
        kind: 'recommender',
        version: id(version),
        trainedAt: PROMOTED_AT,
        dataFrom: PROMOTED_AT,
        dataUntil: PROMOTED_AT,
        evaluations: [],
        artifactSha256: version.repeat(64),
        backend: 'cpu',
        trainSeconds: 1,
        note: '',
      });
    }
  });

  afterAll(async () => {
    await log.close();
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  const actor = () => ({ shopId, name: 'an-admin-key', role: 'admin' });
  /** All but the champion. */
  const retireAllOthers = () => {
    const untouchedSince = (PROMOTED_AT + 1) as EpochMs;
    const retention = { rollbacks: 0, others: 0, untouchedSince };
    return database.transaction((sql) =>
      retireArtifacts(sql, shopId, 'recommender', retention, untouchedSince),
    );
  };
  const announced = async () => {
    const rows = await database.query<{ topic: string; value: Buffer }>(
      'SELECT topic, value FROM event_log.outbox WHERE key = $1 ORDER BY id',
      [recordKey(shopId, 'recommender')],
    );
    expect(rows.every(({ topic }) => topic === TOPICS.modelVersions.name)).toBe(true);
    return rows.map(({ value }) => TOPICS.modelVersions.codec.decode(value));
  };

  it('makes the version champion and tells the gateways, with the hash to check', async () => {
    const model = await promoteModel(dependencies, actor(), id('a'));
    expect(model).toMatchObject({ version: 'a', status: 'champion' });
    expect(await announced()).toEqual([
      {
        shopId,
        kind: 'recommender',
        version: 'a',
        artifactSha256: 'a'.repeat(64),
        promotedAt: PROMOTED_AT,
      },
    ]);
  });

  it('refuses a version the shop does not have', async () => {
    await expect(promoteModel(dependencies, actor(), id('no such'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      detail: { field: 'version' },
    });
  });

  it('goes back to the champion before and announces that one', async () => {
    await promoteModel(dependencies, actor(), id('a'));
    await promoteModel(dependencies, actor(), id('b'));
    expect(await rollbackModel(dependencies, actor(), 'recommender')).toMatchObject({
      version: 'a',
      status: 'champion',
    });
    expect((await announced()).map(({ version }) => version)).toEqual(['a', 'b', 'a']);
  });

  it('tells the audit log who changed the champion, and from which to which', async () => {
    await promoteModel(dependencies, actor(), id('a'));
    await promoteModel(dependencies, actor(), id('b'));
    await rollbackModel(dependencies, actor(), 'recommender');
    const entries = await new AuditStore(database).list(shopId, { limit: 10 });
    expect(entries.map(({ actor: who, action, subjectId }) => [who, action, subjectId])).toEqual([
      ['an-admin-key', 'model.rolled-back', 'a'],
      ['an-admin-key', 'model.promoted', 'b'],
      ['an-admin-key', 'model.promoted', 'a'],
    ]);
    expect(entries[0]?.beforeSha256).toBe(entries[1]?.afterSha256);
    expect(entries[0]?.afterSha256).toBe(entries[2]?.afterSha256);
  });

  it('refuses to go back when nothing served before, and announces nothing', async () => {
    await promoteModel(dependencies, actor(), id('a'));
    await expect(rollbackModel(dependencies, actor(), 'recommender')).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await announced()).toHaveLength(1);
  });

  it('refuses a version whose artifact is gone, and changes and announces nothing', async () => {
    await promoteModel(dependencies, actor(), id('b'));
    await retireAllOthers();
    await expect(promoteModel(dependencies, actor(), id('a'))).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { reason: expect.stringContaining('the artifact of a was deleted') },
    });
    expect((await dependencies.models.champion(shopId, 'recommender'))?.version).toBe('b');
    expect(await announced()).toHaveLength(1);
  });

  it('refuses to go back to a version whose artifact is gone', async () => {
    await promoteModel(dependencies, actor(), id('a'));
    await promoteModel(dependencies, actor(), id('b'));
    await retireAllOthers();
    await expect(rollbackModel(dependencies, actor(), 'recommender')).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { reason: expect.stringContaining('the artifact of a was deleted') },
    });
    expect((await dependencies.models.champion(shopId, 'recommender'))?.version).toBe('b');
    expect(await announced()).toHaveLength(2);
  });
});
