import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordKey, TOPICS, type ShopId } from '#contracts';
import { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { readProfileLinks, readProfileRows } from './profile-audit.ts';
import type { ProfileRow } from './profile-row.ts';
import { ProfileStore } from './profile-store.ts';

const shopId = 'demo' as ShopId;

const row = (profileId: string, fields: Partial<ProfileRow> = {}): ProfileRow => ({
  shopId,
  profileId,
  version: 1,
  content: { kind: 'profile', profile: Profile.fromPartial({ profileId, asOfMs: 5 }) },
  logOffset: 7,
  ...fields,
});

const mergedRow = (profileId: string, into: string): ProfileRow =>
  row(profileId, { content: { kind: 'merged', into } });

describe('the profile store', () => {
  let server: TestPostgres;
  let database: Database;
  let store: ProfileStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new ProfileStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives a profile back whole, with the version of its row', async () => {
    await store.save(database, [row('u:whole')]);
    expect(await store.find(shopId, 'u:whole')).toEqual(
      Profile.fromPartial({ profileId: 'u:whole', asOfMs: 5, version: 1 }),
    );
  });

  it('knows nobody of another shop', async () => {
    await store.save(database, [row('u:here')]);
    expect(await store.find('other' as ShopId, 'u:here')).toBeUndefined();
  });

  it('lets one transaction begin a profile: another waits, and goes on from what the first saved', async () => {
    const ref = { shopId, profileId: 'u:begun' };
    let secondLocked: Promise<readonly ProfileRow[]> | undefined;
    await database.transaction(async (first) => {
      expect(await store.lock(first, [ref])).toEqual([]);
      secondLocked = database.transaction((second) => store.lock(second, [ref]));
      await store.save(first, [row('u:begun')]);
    });
    expect((await secondLocked)?.map(({ profileId, version }) => [profileId, version])).toEqual([
      ['u:begun', 1],
    ]);
  });

  it("answers for a merged visitor with the user's profile", async () => {
    await store.save(database, [row('u:owner'), mergedRow('a:visitor', 'u:owner')]);
    const found = await store.findMany(shopId, ['a:visitor', 'u:owner', 'u:nobody']);
    expect([...found].map(([asked, profile]) => [asked, profile.profileId]).sort()).toEqual([
      ['a:visitor', 'u:owner'],
      ['u:owner', 'u:owner'],
    ]);
  });

  it('gives the log the newest bytes of a profile and nothing for one that is gone', async () => {
    await store.save(database, [row('u:sent'), mergedRow('a:sent', 'u:sent')]);
    const keys = ['u:sent', 'a:sent', 'u:never'].map((profileId) => recordKey(shopId, profileId));
    const bytes = await store.newestBytes(keys);
    expect(TOPICS.profiles.codec.decode(bytes.get('demo/u:sent') ?? new Uint8Array()).profileId).toBe(
      'u:sent',
    );
    expect([bytes.get('demo/a:sent'), bytes.get('demo/u:never')]).toEqual([null, null]);
  });

  it('locks the user of a merged visitor with the visitor', async () => {
    await store.save(database, [row('u:both'), mergedRow('a:both', 'u:both')]);
    const rows = await database.transaction((sql) => store.lock(sql, [{ shopId, profileId: 'a:both' }]));
    expect(rows.map(({ profileId }) => profileId)).toEqual(['a:both', 'u:both']);
    expect(rows[0]).toEqual(mergedRow('a:both', 'u:both'));
  });

  it('locks the user of a visitor that was merged while the lock was waited for', async () => {
    await store.save(database, [row('u:late'), row('a:late')]);
    const ref = { shopId, profileId: 'a:late' };
    let waiting: Promise<readonly ProfileRow[]> | undefined;
    await database.transaction(async (sql) => {
      await store.lock(sql, [ref]);
      waiting = database.transaction((other) => store.lock(other, [ref]));
      // The other transaction is seen to wait before the merge commits.
      while (!(await isSomeoneWaiting(database))) continue;
      await store.save(sql, [{ ...mergedRow('a:late', 'u:late'), version: 2 }]);
    });
    expect((await waiting)?.map(({ profileId }) => profileId)).toEqual(['a:late', 'u:late']);
  });

  it('asks to be tried again when another transaction created the profile first', async () => {
    await store.save(database, [row('u:raced')]);
    await expect(store.save(database, [row('u:raced')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('pages through all rows once, in order', async () => {
    const many = Array.from({ length: 1_500 }, (_, index) => row(`u:page-${index}`));
    await store.save(database, many);
    const read: string[] = [];
    for await (const page of readProfileRows(database)) read.push(...page.map(({ profileId }) => profileId));
    expect(read).toEqual([...new Set(read)].toSorted());
    expect(read.filter((profileId) => profileId.startsWith('u:page-'))).toHaveLength(many.length);
  });

  it('keeps identifications in the order they were made', async () => {
    const link = (userProfileId: string, afterOffset: number) => ({
      shopId,
      anonymousProfileId: 'a:shared',
      userProfileId,
      afterOffset,
    });
    await store.saveLinks(database, [link('u:z', -1), link('u:a', 4)]);
    await store.saveLinks(database, [link('u:m', 9)]);
    expect(await readProfileLinks(database)).toEqual([link('u:z', -1), link('u:a', 4), link('u:m', 9)]);
  });
});

async function isSomeoneWaiting(database: Database): Promise<boolean> {
  const waiting = await database.query('SELECT 1 FROM pg_locks WHERE NOT granted');
  return waiting.length > 0;
}
