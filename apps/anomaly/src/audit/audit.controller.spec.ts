import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListAuditEntriesResponse } from '#contracts/generated/cartwise/fraud/v1/audit';
import { AuditStore } from '#database';
import { AuditTrail, profileSubject, systemActor } from '#service';
import { SERVER_KEY, startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { TEST_SHOP_ID } from '../testing/test-event.ts';
import { AuditKeys } from './audit-keys.ts';

describe('the audit log over gRPC', () => {
  let anomaly: RunningAnomaly;

  const list = (request: object = {}, apiKey?: string) =>
    anomaly.call<ListAuditEntriesResponse>('AuditService', 'listAuditEntries', request, apiKey);

  beforeAll(async () => {
    anomaly = await startAnomaly();
    const { database, clock, shops } = anomaly.infrastructure;
    const trail = new AuditTrail(database, clock);
    const actor = systemActor(TEST_SHOP_ID, 'trainer');
    await database.transaction(async (sql) => {
      for (const id of ['a', 'b', 'c'])
        await trail.changed(sql, actor, { action: 'model.promoted', subject: { kind: 'model', id } });
    });
    const shop = shops.get(TEST_SHOP_ID);
    if (shop !== undefined) await trail.viewed(actor, profileSubject(shop, 'u:ann'));
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
  });

  it('is told page by page, newest first', async () => {
    const request = { action: 'model.promoted', pageSize: 2 };
    const first = await list(request);
    expect(first.entries.map(({ subjectId }) => subjectId)).toEqual(['c', 'b']);
    const second = await list({ ...request, pageToken: first.nextPageToken });
    expect(second.entries.map(({ subjectId }) => subjectId)).toEqual(['a']);
    expect(second.nextPageToken).toBe('');
  });

  it("finds who looked at a profile by the shopper's id, which the log does not hold", async () => {
    const { entries } = await list({ subjectKind: 'profile', subjectId: 'u:ann' });
    expect(entries).toMatchObject([{ actor: 'trainer', action: 'profile.viewed' }]);
    expect(JSON.stringify(entries)).not.toContain('ann');
  });

  it('is told at the start which API keys there are, once', async () => {
    const { database, clock, shops } = anomaly.infrastructure;
    const again = new AuditKeys(database, new AuditStore(database), new AuditTrail(database, clock), shops);
    await again.onApplicationBootstrap();
    const { entries } = await list({ action: 'keys.changed' });
    expect(entries).toMatchObject([
      { actor: 'shops-file', detail: expect.stringMatching(/^demo-admin-\w{12} demo-server-\w{12}$/) },
    ]);
  });

  it('is for keys of the role admin, and names a field that is wrong', async () => {
    await expect(list({}, SERVER_KEY)).rejects.toMatchObject({ details: expect.stringContaining('admin') });
    await expect(list({ subjectKind: 'model' })).rejects.toMatchObject({
      details: expect.stringMatching(/^subject_id: /),
    });
    await expect(list({ pageToken: 'x' })).rejects.toMatchObject({
      details: expect.stringMatching(/^page_token: /),
    });
  });
});
