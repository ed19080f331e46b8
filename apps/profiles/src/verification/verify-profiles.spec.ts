import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TOPICS } from '#contracts';
import { ARCHIVE_GROUP, EventArchive } from '#database';
import { ArchiveBehindError } from '#service';
import type { PartitionBatch } from '#event-log';
import { PROFILES_GROUP } from '../consumer/apply-events.ts';
import { anyEvent } from '../testing/event-arbitrary.ts';
import { startProfilesBench, TestPartition, type ProfilesBench } from '../testing/profiles-bench.ts';
import { TEST_TIME_MS, testEvent } from '../testing/test-event.ts';
import { reportVerification } from './report-verification.ts';
import { verifyProfiles } from './verify-profiles.ts';

const options = { offsets: { kind: 'postgres' }, triesMax: 1 } as const;

describe('verifying profiles against the archive', () => {
  let bench: ProfilesBench;
  const verify = () => verifyProfiles(bench.database, bench.shops, options);

  const archive = async (batch: PartitionBatch) => {
    await new EventArchive(bench.database).append(
      bench.database,
      batch.records.map(({ partition, offset, value }) => ({
        event: TOPICS.events.codec.decode(value ?? new Uint8Array()),
        partition,
        offset,
      })),
    );
    await commitOffset(ARCHIVE_GROUP, batch);
  };

  /** Both consumers of events.v1 have taken the batch. */
  const deliver = async (batch: PartitionBatch) => {
    await bench.apply(batch);
    await commitOffset(PROFILES_GROUP, batch);
    await archive(batch);
  };

  const commitOffset = (group: string, { topic, partition, records }: PartitionBatch) =>
    bench.database.query(
      `INSERT INTO event_log.consumer_offset VALUES ($1, $2, $3, $4)
       ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET next_offset = excluded.next_offset`,
      [group, topic, partition, (records.at(-1)?.offset ?? -1) + 1],
    );

  beforeAll(async () => {
    bench = await startProfilesBench();
    await new EventArchive(bench.database).ensurePartitions(TEST_TIME_MS);
    // Visitors on one partition, users on another, in lockstep: identified, shared and refused ones among them.
    const [visitors, users] = [new TestPartition(0), new TestPartition(1)];
    const sampled = fc.sample(anyEvent, { numRuns: 100, seed: 7 });
    for (const [index, event] of sampled.entries()) {
      const anonymousId = `visitor-${index % 7}`;
      const { userId: _, ...anonymous } = event;
      await deliver(
        visitors.batch({ ...testEvent('page_viewed', { anonymousId }), ...anonymous } as typeof event),
      );
      const userId = `user-${index % 5}`;
      const ids = index % 4 === 0 ? { userId, anonymousId } : { userId };
      const consent = { analytics: true, personalisation: index % 11 !== 0 };
      await deliver(
        users.batch(testEvent('product_viewed', { ...ids, consent, item: { itemId: `item-${index}` } })),
      );
    }
  });

  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('finds them as they should be after logins, shared devices and refusals', async () => {
    const verification = await verify();
    expect(verification).toEqual({ compared: 12, differ: 0, differences: [] });
    expect(reportVerification(verification, false)).toBe('profiles: 12 compared, 0 differ\n');
  });

  it('finds a row that someone changed, and says in which fields', async () => {
    const change = (sql: string) => bench.database.query(sql);
    await change(`CREATE TABLE kept AS SELECT * FROM profile`);
    await change(`UPDATE profile SET body = (SELECT body FROM profile WHERE profile_id = 'u:user-2')
                  WHERE profile_id = 'u:user-1'`);
    const { differ, differences } = await verify();
    await change('DELETE FROM profile');
    await change('INSERT INTO profile SELECT * FROM kept');
    expect(differ).toBe(1);
    expect(differences[0]?.key).toBe('demo/u:user-1');
    expect(differences[0]?.fields).toEqual(
      expect.arrayContaining(['profileId', 'recent', 'mergedAnonymousIds']),
    );
  });

  it('finds a row that is gone and one that no event accounts for', async () => {
    await bench.database.query(`UPDATE profile SET profile_id = 'u:invented' WHERE profile_id = 'u:user-3'`);
    const verification = await verify();
    await bench.database.query(`UPDATE profile SET profile_id = 'u:user-3' WHERE profile_id = 'u:invented'`);
    expect(verification.differences).toEqual([
      { key: 'demo/u:invented', fields: ['unexpected'] },
      { key: 'demo/u:user-3', fields: ['missing'] },
    ]);
    expect(JSON.parse(reportVerification(verification, true))).toEqual({ profiles: verification });
  });

  it('reads no further than the profiles have come', async () => {
    await archive(new TestPartition(5).batch(testEvent('page_viewed', { userId: 'ahead' })));
    expect(await verify()).toMatchObject({ differ: 0 });
  });

  it('does not judge before the archive has come as far as the profiles, and waits for that', async () => {
    const unarchived = new TestPartition(6).batch(testEvent('page_viewed', { userId: 'early' }));
    await bench.apply(unarchived);
    await commitOffset(PROFILES_GROUP, unarchived);
    await expect(verify()).rejects.toThrow(ArchiveBehindError);
    const waiting = verifyProfiles(bench.database, bench.shops, { offsets: options.offsets });
    await archive(unarchived);
    expect(await waiting).toMatchObject({ compared: 13, differ: 0 });
  });
});
