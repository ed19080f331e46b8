import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { Batch } from '#event-log';
import { startProfilesBench, TestPartition, type ProfilesBench } from '../testing/profiles-bench.ts';
import { TEST_SHOP_ID, TEST_TIME_MS, testEvent } from '../testing/test-event.ts';

const view = (who: object, itemId: string, fields: object = {}) =>
  testEvent('product_viewed', { ...who, item: { itemId, brand: 'Potter' }, ...fields });
const login = (who: { userId: string; anonymousId?: string }) => testEvent('logged_in', who);

const itemsOf = (profile: Profile | undefined) => profile?.recent.map(({ itemId }) => itemId);

describe('applying events to profiles', () => {
  let bench: ProfilesBench;
  const find = (profileId: string) => bench.profiles.find(TEST_SHOP_ID, profileId);
  const outboxKeys = async () => {
    const rows = await bench.database.query<{ key: string }>('SELECT key FROM event_log.outbox ORDER BY id');
    return rows.map(({ key }) => key);
  };

  beforeAll(async () => {
    bench = await startProfilesBench();
  });

  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('folds a batch into the profiles it concerns and tells the changelog of each once', async () => {
    const before = (await outboxKeys()).length;
    await bench.apply(
      new TestPartition(0).batch(
        view({ userId: 'fold-1' }, 'a'),
        view({ userId: 'fold-1' }, 'b'),
        view({ anonymousId: 'fold-2' }, 'c'),
      ),
    );
    expect(await find('u:fold-1')).toMatchObject({ version: 1, counts: { views: 2 } });
    expect(await find('a:fold-2')).toMatchObject({ version: 1, counts: { views: 1 } });
    expect((await outboxKeys()).slice(before)).toEqual(['demo/u:fold-1', 'demo/a:fold-2']);
  });

  it('changes nothing and sends nothing when a batch is delivered again', async () => {
    const batch = new TestPartition(0).batch(view({ userId: 'again' }, 'a'), view({ userId: 'again' }, 'b'));
    await bench.apply(batch);
    const [profile, sent] = [await find('u:again'), await outboxKeys()];
    await bench.apply(batch);
    expect(await find('u:again')).toEqual(profile);
    expect(await outboxKeys()).toEqual(sent);
  });

  it('leaves no trace of a batch whose transaction failed, and applies it when it comes again', async () => {
    const batch = new TestPartition(0).batch(view({ userId: 'crash' }, 'a'));
    const sent = await outboxKeys();
    const crashed = bench.database.transaction(async (sql) => {
      await bench.apply(batch, sql);
      throw new Error('killed between effect and commit');
    });
    await expect(crashed).rejects.toThrow('killed');
    expect(await find('u:crash')).toBeUndefined();
    expect(await outboxKeys()).toEqual(sent);
    await bench.apply(batch);
    expect(await find('u:crash')).toMatchObject({ counts: { views: 1 } });
  });

  it('merges what an anonymous visitor did into the user at login', async () => {
    const [visitors, users] = [new TestPartition(1), new TestPartition(2)];
    await bench.apply(visitors.batch(view({ anonymousId: 'm1' }, 'before')));
    await bench.apply(users.batch(view({ userId: 'm' }, 'older', { eventTime: TEST_TIME_MS - 1 })));
    await bench.apply(users.batch(login({ userId: 'm', anonymousId: 'm1' })));
    const user = await find('u:m');
    expect(itemsOf(user)).toEqual(['older', 'before']);
    expect(user).toMatchObject({ mergedAnonymousIds: ['m1'], lastLoginMs: TEST_TIME_MS, version: 2 });
    expect(await find('a:m1')).toEqual(user);
    expect(await bench.profiles.newestBytes(['demo/a:m1'])).toEqual(new Map([['demo/a:m1', null]]));
  });

  it('gives later events of the visitor to the user, also when the visitor was not seen before', async () => {
    const visitors = new TestPartition(1);
    await bench.apply(new TestPartition(2).batch(login({ userId: 'l', anonymousId: 'l1' })));
    await bench.apply(visitors.batch(view({ anonymousId: 'l1' }, 'after')));
    expect(itemsOf(await find('u:l'))).toEqual(['after']);
  });

  it('merges and follows within one batch', async () => {
    const visitor = { anonymousId: 'w1' };
    await bench.apply(
      new TestPartition(3).batch(
        view(visitor, 'before'),
        login({ userId: 'w', ...visitor }),
        view(visitor, 'later', { eventTime: TEST_TIME_MS + 1 }),
      ),
    );
    expect(itemsOf(await find('u:w'))).toEqual(['before', 'later']);
  });

  it('gives events of a shared device to its latest user and leaves the history with the first', async () => {
    const visitor = { anonymousId: 's1' };
    const [visitors, users] = [new TestPartition(1), new TestPartition(2)];
    await bench.apply(visitors.batch(view(visitor, 'first')));
    await bench.apply(users.batch(login({ userId: 's-one', ...visitor })));
    await bench.apply(visitors.batch(view(visitor, 'second', { eventTime: TEST_TIME_MS + 1 })));
    await bench.apply(users.batch(login({ userId: 's-two', ...visitor })));
    await bench.apply(visitors.batch(view(visitor, 'third', { eventTime: TEST_TIME_MS + 2 })));
    expect(itemsOf(await find('u:s-one'))).toEqual(['first', 'second']);
    expect(itemsOf(await find('u:s-two'))).toEqual(['third']);
    expect((await find('a:s1'))?.profileId).toBe('u:s-two');
  });

  it('does not profile a shopper who refused personalisation', async () => {
    const consent = { analytics: true, personalisation: false };
    await bench.apply(new TestPartition(0).batch(view({ userId: 'refuses' }, 'a', { consent })));
    expect(await find('u:refuses')).toBeUndefined();
  });

  it('loses nothing when partitions change one user at the same time', async () => {
    const user = { userId: 'busy' };
    const partitions = Array.from({ length: 4 }, (_, index) => ({
      log: new TestPartition(index),
      visitor: { anonymousId: `busy-${index}` },
    }));
    await Promise.all(
      partitions.map(async ({ log, visitor }, index) => {
        for (let round = 0; round < 10; round += 1) {
          const identified = login({ ...user, ...visitor });
          const events = [view(visitor, `item-${index}-${round}`), ...(round === 5 ? [identified] : [])];
          await applyUntilDone(bench, log.batch(...events));
        }
      }),
    );
    const profile = await find('u:busy');
    expect(profile).toMatchObject({ counts: { views: 40 } });
    expect(new Set(itemsOf(profile)).size).toBe(40);
    expect(profile?.mergedAnonymousIds.toSorted()).toEqual(['busy-0', 'busy-1', 'busy-2', 'busy-3']);
  });
});

/** As the log does: a transaction that lost a race or a deadlock is run again. */
async function applyUntilDone(bench: ProfilesBench, batch: Batch): Promise<void> {
  for (;;) {
    try {
      await bench.apply(batch);
      return;
    } catch (error) {
      if (!['UNAVAILABLE', '40P01'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
