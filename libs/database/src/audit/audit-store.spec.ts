import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import type { AuditFact } from './audit-entry.ts';
import { AuditStore } from './audit-store.ts';
import { verifyAudit } from './verify-audit.ts';

const AT = 1_764_000_000_000 as EpochMs;

describe('the audit log', () => {
  let server: TestPostgres;
  let database: Database;
  let store: AuditStore;
  let shopId: ShopId;
  let shops = 0;

  const fact = (subjectId: string, more: Partial<AuditFact> = {}): AuditFact => ({
    shopId,
    actor: 'demo-admin-0123',
    role: 'admin',
    action: 'rule.changed',
    subjectKind: 'rule',
    subjectId,
    detail: 'says "it"',
    beforeSha256: '',
    afterSha256: 'a'.repeat(64),
    ...more,
  });
  const append = (...facts: readonly AuditFact[]) =>
    database.transaction((sql) => store.append(sql, facts, AT));
  const subjects = async (page: object = {}) =>
    (await store.list(shopId, { limit: 100, ...page })).map(({ subjectId }) => subjectId);
  /** As somebody with full power over the database would. */
  const tamper = (sql: string) =>
    database.transaction(async (own) => {
      await own.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
      await own.query(sql, [shopId]);
      await own.query('ALTER TABLE audit_entry ENABLE TRIGGER ALL');
    });

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new AuditStore(database);
  });
  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('lists what was done, newest first, by subject, actor, action, time and page', async () => {
    await append(fact('a'), fact('b', { actor: 'trainer' }));
    await append(fact('c', { action: 'rule.deleted' }));
    expect(await subjects()).toEqual(['c', 'b', 'a']);
    expect(await subjects({ subjectKind: 'rule', subjectId: 'a' })).toEqual(['a']);
    expect(await subjects({ actor: 'trainer' })).toEqual(['b']);
    expect(await subjects({ action: 'rule.deleted' })).toEqual(['c']);
    expect(await subjects({ beforeSequence: 3, limit: 1 })).toEqual(['b']);
    expect(await subjects({ fromMs: AT + 1 })).toEqual([]);
    expect(await subjects({ untilMs: AT + 1 })).toEqual(['c', 'b', 'a']);
    expect(await store.list('other' as ShopId, { limit: 10 })).toEqual([]);
  });

  it('lets nobody change, delete or empty it', async () => {
    await append(fact('a'));
    for (const statement of [
      `UPDATE audit_entry SET actor = 'nobody'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
    ]) {
      await expect(database.query(statement)).rejects.toThrow('append-only');
    }
    expect(await subjects()).toEqual(['a']);
  });

  it('is one chain for each shop, whoever adds to it at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => append(fact(`a${i}`), fact(`b${i}`))));
    const { head, fault } = await verifyAudit(database, shopId);
    expect(fault).toBeUndefined();
    expect(head.sequence).toBe(24);
    expect(await store.head(database, shopId)).toEqual(head);
  });

  it('has nothing of a transaction that failed', async () => {
    await append(fact('a'));
    const failed = database.transaction(async (sql) => {
      await store.append(sql, [fact('b')], AT);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await append(fact('c'));
    expect(await subjects()).toEqual(['c', 'a']);
    expect((await verifyAudit(database, shopId)).fault).toBeUndefined();
  });

  it.each([
    ['an altered entry', `UPDATE audit_entry SET actor = 'nobody' WHERE shop_id = $1 AND sequence = 2`, 2],
    ['a missing entry', 'DELETE FROM audit_entry WHERE shop_id = $1 AND sequence = 2', 3],
    ['a missing end', 'DELETE FROM audit_entry WHERE shop_id = $1 AND sequence = 3', 3],
    [
      'entries that changed places',
      `UPDATE audit_entry SET subject_id = CASE sequence WHEN 1 THEN 'b' ELSE 'a' END
       WHERE shop_id = $1 AND sequence < 3`,
      1,
    ],
  ])('shows %s', async (_, statement, sequence) => {
    await append(fact('a'), fact('b'), fact('c'));
    await tamper(statement);
    expect((await verifyAudit(database, shopId)).fault).toMatchObject({ sequence });
  });

  it('shows that it was written anew to whoever has noted its end', async () => {
    await append(fact('a'), fact('b'));
    const noted = await store.head(database, shopId);
    expect((await verifyAudit(database, shopId, noted)).fault).toBeUndefined();
    await tamper('DELETE FROM audit_entry WHERE shop_id = $1');
    await database.query('DELETE FROM audit_head WHERE shop_id = $1', [shopId]);
    await append(fact('a'), fact('c'));
    expect((await verifyAudit(database, shopId)).fault).toBeUndefined();
    expect((await verifyAudit(database, shopId, noted)).fault).toMatchObject({ sequence: 2 });
  });
});
