import { describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from '#database';
import { eventually } from '#test-support';
import type { Deployment } from './deployment.ts';
import { startAllInOne } from './start-all-in-one.ts';

const BATCHES = 60;
const BATCH_SIZE = 100;

function batch(number: number): readonly object[] {
  return Array.from({ length: BATCH_SIZE }, (_, index) => ({
    type: 'product_viewed',
    eventId: `view-${number}-${index}`,
    userId: `shopper-${(number * BATCH_SIZE + index) % 37}`,
    eventTime: Date.now(),
    item: { itemId: `item-${index % 11}`, category: 'Garden', priceMinor: 100 + index, currency: 'GBP' },
  }));
}

/** Sends batches until all are acknowledged or the service is gone; answers the numbers of those acknowledged. */
async function send(to: Deployment, numbers: readonly number[], onAcknowledged: (count: number) => void) {
  const acknowledged: number[] = [];
  for (const number of numbers) {
    const response = await fetch(`${to.http}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': to.grpc.apiKey },
      body: JSON.stringify({ batch: batch(number) }),
    }).catch(() => undefined);
    if (response?.status !== 200) return acknowledged;
    acknowledged.push(number);
    onAcknowledged(acknowledged.length);
  }
  return acknowledged;
}

async function openDatabase(dataDir: string): Promise<Database> {
  const running = JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8')) as {
    readonly environment: Readonly<Record<string, string>>;
  };
  return Database.open({ connectionString: running.environment['CARTWISE_DATABASE_URL'] ?? '' });
}

describe('an all-in-one that is killed in the middle of a load', () => {
  it('has every acknowledged event in the archive once after a restart, and agrees with itself', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'cartwise-kill-'));
    await chmod(dataDir, 0o755);
    const numbers = Array.from({ length: BATCHES }, (_, number) => number);
    const first = await startAllInOne({}, dataDir);
    const acknowledged = await send(first, numbers, (count) => {
      if (count === BATCHES / 2) void first.killNine();
    });
    await first.killNine();
    expect(acknowledged.length).toBeGreaterThanOrEqual(BATCHES / 2);
    expect(acknowledged.length).toBeLessThan(BATCHES);

    const second = await startAllInOne({}, dataDir);
    try {
      const database = await openDatabase(dataDir);
      const archived = async () => {
        const [row] = await database.query<{ rows: number; ids: number }>(
          'SELECT count(*)::int AS rows, count(DISTINCT event_id)::int AS ids FROM event_archive',
        );
        return row;
      };
      await eventually('all that was acknowledged is archived', async () => {
        const missing = await database.query(
          `SELECT 1 FROM unnest($1::text[]) AS wanted(event_id)
           WHERE NOT EXISTS (SELECT 1 FROM event_archive WHERE event_archive.event_id = wanted.event_id) LIMIT 1`,
          [acknowledged.flatMap((number) => batch(number).map((_, index) => `view-${number}-${index}`))],
        );
        return missing.length === 0 ? true : undefined;
      });
      // A client sends again what was not acknowledged, and this one sends it all again.
      expect(await send(second, numbers, () => {})).toEqual(numbers);
      await eventually('the rest is archived', async () =>
        (await archived())?.ids === BATCHES * BATCH_SIZE ? true : undefined,
      );
      expect(await archived()).toEqual({ rows: BATCHES * BATCH_SIZE, ids: BATCHES * BATCH_SIZE });
      await database.close();
      expect(await second.verify()).toMatchObject({ agrees: true });
    } finally {
      await second[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 240_000);
});
