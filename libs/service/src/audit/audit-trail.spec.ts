import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { AuditStore, Database } from '#database';
import { startPostgres, type TestPostgres } from '#test-support';
import { systemActor } from './actor.ts';
import { AuditTrail } from './audit-trail.ts';
import { stateSha256 } from './state-sha256.ts';

const shopId = 'demo' as ShopId;
const ann = { shopId, name: 'demo-admin-0123', role: 'admin' };

describe('the audit trail', () => {
  let server: TestPostgres;
  let database: Database;
  let trail: AuditTrail;
  let nowMs = 1_764_000_000_000;

  const entriesOf = (subjectId: string) => new AuditStore(database).list(shopId, { subjectId, limit: 10 });

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    trail = new AuditTrail(database, () => nowMs++ as EpochMs);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('tells of a change by whom, of what, and by hashes of before and after', async () => {
    const subject = { kind: 'rule', id: 'A_RULE' };
    const [before, after] = [
      { score: 0.5, on: 'order' },
      { score: 0.6, on: 'order' },
    ];
    await database.transaction(async (sql) => {
      await trail.changed(sql, ann, { action: 'rule.added', subject, after: before });
      await trail.changed(sql, systemActor(shopId, 'trainer'), {
        action: 'rule.changed',
        subject,
        before,
        after,
        detail: 'x'.repeat(600),
      });
    });
    const [changed, added] = await entriesOf('A_RULE');
    expect(added).toMatchObject({ actor: ann.name, role: 'admin', action: 'rule.added', beforeSha256: '' });
    expect(changed).toMatchObject({ actor: 'trainer', role: 'system', beforeSha256: added?.afterSha256 });
    expect(changed?.afterSha256).toBe(stateSha256({ on: 'order', score: 0.6 }));
    expect(changed?.detail).toHaveLength(500);
  });

  it('tells of a view once an hour, and of each who looks', async () => {
    const subject = { kind: 'profile', id: 'hash-of-bob' };
    await Promise.all([trail.viewed(ann, subject), trail.viewed({ ...ann, name: 'another' }, subject)]);
    await trail.viewed(ann, subject);
    const entries = await entriesOf('hash-of-bob');
    expect(entries.map(({ actor, action }) => [actor, action]).toSorted()).toEqual([
      ['another', 'profile.viewed'],
      [ann.name, 'profile.viewed'],
    ]);
  });

  it('refuses a view that cannot be written down, and tells of the next', async () => {
    const subject = { kind: 'profile', id: 'hash-of-eve' };
    await database.query('ALTER TABLE audit_head RENAME TO away_head');
    await expect(trail.viewed(ann, subject)).rejects.toThrow('audit_head');
    await database.query('ALTER TABLE away_head RENAME TO audit_head');
    await trail.viewed(ann, subject);
    expect(await entriesOf('hash-of-eve')).toHaveLength(1);
  });
});
