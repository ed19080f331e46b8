import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, FraudLabel, OrderId, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { LabelStore } from './label-store.ts';

const T0 = 1_764_000_000_123;
const shopId = 'demo' as ShopId;
const label = (orderId: string, more: Partial<FraudLabel> = {}): FraudLabel => ({
  orderId: orderId as OrderId,
  isFraud: true,
  source: 'chargeback',
  knownAtMs: T0 as EpochMs,
  author: '',
  evidence: `event/${orderId}`,
  ...more,
});

describe('the label store', () => {
  let server: TestPostgres;
  let database: Database;
  let store: LabelStore;

  const add = (...labels: readonly FraudLabel[]) =>
    store.append(
      database,
      labels.map((each) => ({ shopId, label: each })),
    );
  const knownBy = async (asOfMs: number) => {
    const all: FraudLabel[] = [];
    for await (const page of store.readKnownBy(shopId, asOfMs)) all.push(...page);
    return all.map(({ evidence, isFraud }) => [evidence, isFraud]);
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new LabelStore(database);
    const analyst = { source: 'analyst', evidence: 'alert/1', author: 'ann' } as const;
    const corrected = { ...analyst, isFraud: false, knownAtMs: (T0 + 5) as EpochMs };
    await add(label('a'), label('b', analyst));
    // The same again, and a correction.
    await add(label('a'), label('b', analyst), label('b', corrected));
    await store.append(database, [{ shopId: 'other' as ShopId, label: label('z') }]);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('keeps a label once, and a correction beside what it corrects', async () => {
    expect(await knownBy(T0 + 5)).toEqual([
      ['event/a', true],
      ['alert/1', true],
      ['alert/1', false],
    ]);
  });

  it('tells what was known by a moment', async () => {
    expect(await knownBy(T0 - 1)).toEqual([]);
    expect(await knownBy(T0)).toHaveLength(2);
  });

  it('lists the newest first, by order, source and page', async () => {
    const [newest, second] = await store.list(shopId, { limit: 2 });
    expect(newest).toMatchObject({
      ...label('b'),
      source: 'analyst',
      isFraud: false,
      author: 'ann',
      evidence: 'alert/1',
      knownAtMs: T0 + 5,
    });
    const rest = await store.list(shopId, { limit: 9, beforeLabelId: second?.labelId ?? 0 });
    expect(rest.map(({ orderId }) => orderId)).toEqual(['a']);
    expect(await store.list(shopId, { limit: 9, orderId: 'b', source: 'analyst' })).toHaveLength(2);
    expect(await store.list(shopId, { limit: 9, orderId: 'b', source: 'refund' })).toEqual([]);
  });
});
