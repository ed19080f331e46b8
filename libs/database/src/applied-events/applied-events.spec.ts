import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { REJECTED_KEPT_DAYS } from '../upkeep/retention.ts';
import { findApplied, forgetOldApplied, takeUnapplied } from './applied-events.ts';

const event = (eventId: string) => ({ shopId: 'demo', eventId });

describe('the ledger of applied events', () => {
  let server: TestPostgres;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives each event to a group once, in order, whatever is repeated', async () => {
    const first = await takeUnapplied(database, 'profiles', [event('b'), event('a'), event('b')]);
    const second = await takeUnapplied(database, 'profiles', [event('a'), event('c')]);
    expect(first.map((taken) => taken.eventId)).toEqual(['b', 'a']);
    expect(second.map((taken) => taken.eventId)).toEqual(['c']);
  });

  it('keeps groups apart', async () => {
    await takeUnapplied(database, 'anomaly', [event('x')]);
    expect(await takeUnapplied(database, 'archive', [event('x')])).toEqual([event('x')]);
  });

  it('knows an event for longer than a rejected one can be replayed, and not for ever', async () => {
    for (const [eventId, daysAgo] of [
      ['replayable', REJECTED_KEPT_DAYS + 1],
      ['ancient', 1_000],
    ] as const) {
      await takeUnapplied(database, `aged-${eventId}`, [event(eventId)]);
      await database.query(
        'UPDATE applied_event SET applied_at = now() - make_interval(days => $2) WHERE consumer_group = $1',
        [`aged-${eventId}`, daysAgo],
      );
    }
    expect(await forgetOldApplied(database)).toBe(1);
    expect(await findApplied(database, 'aged-replayable', [event('replayable')])).toEqual(
      new Set(['replayable']),
    );
    expect(await findApplied(database, 'aged-ancient', [event('ancient')])).toEqual(new Set());
  });

  it('forgets what a transaction that failed had taken', async () => {
    const failed = database.transaction(async (sql) => {
      await takeUnapplied(sql, 'profiles', [event('later')]);
      throw new Error('crash between effect and commit');
    });
    await expect(failed).rejects.toThrow('crash');
    expect(await findApplied(database, 'profiles', [event('later')])).toEqual(new Set());
  });
});
