import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { TrainingAttempts } from './training-attempts.ts';

const at = (ms: number) => ms as EpochMs;
const shop = (id: string) => id as ShopId;

describe('training attempts', () => {
  let server: TestPostgres;
  let database: Database;
  let attempts: TrainingAttempts;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    attempts = new TrainingAttempts(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('knows of none before the first', async () => {
    expect(await attempts.latest([shop('new')])).toBeUndefined();
    expect(await attempts.latest([])).toBeUndefined();
  });

  it('gives the newest of the shops it is asked for, to the millisecond', async () => {
    await attempts.record([shop('a'), shop('b')], at(1_764_000_000_123));
    await attempts.record([shop('b'), shop('b')], at(1_764_000_000_456));
    await attempts.record([shop('c')], at(1_764_000_000_789));
    expect(await attempts.latest([shop('a')])).toBe(1_764_000_000_123);
    expect(await attempts.latest([shop('a'), shop('b'), shop('new')])).toBe(1_764_000_000_456);
  });
});
