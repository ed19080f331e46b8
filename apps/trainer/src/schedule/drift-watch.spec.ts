import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Event, type EpochMs, type ModelVersionId, type ShopId } from '#contracts';
import { Database, EventArchive, ModelStore, TrainingAttempts } from '#database';
import type { ArtifactFiles } from '#ml';
import { createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { openTrainingDue } from './open-training-due.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TRAINED_MS = Date.UTC(2026, 10, 10);
const NOW_MS = (TRAINED_MS + 2 * DAY_MS) as EpochMs;
const VERSION = 'recommender-1' as ModelVersionId;
const ITEMS = Array.from({ length: 40 }, (_, i) => `item-${i}`);
const VIEWS_A_DAY = 600;
const silent = createLogger({ service: 'test', level: 'silent' });

describe('drift of popularity in the archive', () => {
  let server: TestPostgres;
  let database: Database;
  let archive: EventArchive;
  let shopId: ShopId;
  let shops = 0;

  const viewed = (number: number, itemId: string, eventTime: number): Event =>
    Event.parse({
      type: 'product_viewed',
      eventId: `view-${number}`,
      schemaVersion: 1,
      shopId,
      userId: `user-${number % 50}`,
      eventTime,
      sentAt: eventTime,
      receivedAt: NOW_MS,
      source: 'http',
      context: {},
      consent: { analytics: true, personalisation: true },
      item: { itemId },
    });
  /** Views within the day that ends then, of the item that each has by its number. */
  const addDay = (untilMs: number, itemOf: (number: number) => string, views = VIEWS_A_DAY) =>
    archive.append(
      database,
      Array.from({ length: views }, (_, i) => ({
        event: viewed(untilMs / HOUR_MS + i / 1e6, itemOf(i), untilMs - 1 - i * 1000),
        partition: 0,
        offset: i,
      })),
    );
  const usual = (i: number) => ITEMS[(i * 7) % 30] ?? '';
  const due = (driftThreshold = 0.25) => {
    const files: ArtifactFiles = new Map([['items.json', new TextEncoder().encode(JSON.stringify(ITEMS))]]);
    const artifacts = {
      read: () => Promise.resolve(files),
      write: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    };
    return openTrainingDue({ database, artifacts, logger: silent }, [shopId], {
      everyMs: 7 * DAY_MS,
      driftThreshold,
    }).at(NOW_MS);
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    archive = new EventArchive(database);
    await archive.ensurePartitions(NOW_MS);
  });

  beforeEach(async () => {
    shopId = `shop-${(shops += 1)}` as ShopId;
    await new TrainingAttempts(database).record([shopId], TRAINED_MS as EpochMs);
    await new ModelStore(database).insert(database, {
      shopId,
      kind: 'recommender',
      version: VERSION,
      trainedAt: TRAINED_MS as EpochMs,
      dataFrom: (TRAINED_MS - DAY_MS) as EpochMs,
      dataUntil: TRAINED_MS as EpochMs,
      evaluations: [],
      artifactSha256: '0',
      backend: 'cpu',
      trainSeconds: 1,
      note: '',
    });
    await addDay(TRAINED_MS, usual);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('is none while shoppers look at the same items', async () => {
    await addDay(NOW_MS, usual);
    expect(await due()).toEqual({ kind: 'later', ms: HOUR_MS });
  });

  it('makes a training due when shoppers turn to what was rare', async () => {
    await addDay(NOW_MS, (i) => ITEMS[30 + (i % 10)] ?? '');
    expect(await due()).toEqual({
      kind: 'due',
      because: expect.stringMatching(/^drift: population stability index \d+\.\d\d over 0\.25 of shop-/),
    });
  });

  it('makes a training due when shoppers turn to items that the model does not know', async () => {
    await addDay(NOW_MS, (i) => (i % 4 === 0 ? `new-${i % 8}` : usual(i)));
    expect(await due()).toMatchObject({ kind: 'due' });
  });

  it('is over with a training that has seen it', async () => {
    await addDay(NOW_MS, (i) => `new-${i % 8}`);
    const models = new ModelStore(database);
    const [before] = await models.list(shopId, 'recommender', 1);
    if (before === undefined) throw new Error('the model is missing');
    const next = { version: 'recommender-2' as ModelVersionId, trainedAt: NOW_MS, dataUntil: NOW_MS };
    await models.insert(database, { ...before, ...next });
    expect(await due()).toMatchObject({ kind: 'later' });
  });

  it('is not told from a few interactions', async () => {
    await addDay(NOW_MS, (i) => `new-${i % 8}`, 499);
    expect(await due()).toMatchObject({ kind: 'later' });
  });

  it('is not measured with a threshold of 0', async () => {
    await addDay(NOW_MS, (i) => `new-${i % 8}`);
    expect(await due(0)).toEqual({ kind: 'later', ms: 5 * DAY_MS });
  });

  it('waits for the interval when the model cannot be read', async () => {
    await addDay(NOW_MS, (i) => `new-${i % 8}`);
    const artifacts = {
      read: () => Promise.reject(new Error('no such folder')),
      write: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    };
    const schedule = { everyMs: 7 * DAY_MS, driftThreshold: 0.25 };
    const due = openTrainingDue({ database, artifacts, logger: silent }, [shopId], schedule);
    expect(await due.at(NOW_MS)).toMatchObject({ kind: 'later' });
  });
});
