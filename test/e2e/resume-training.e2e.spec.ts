import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ShopId } from '#contracts';
import { Database, ModelStore } from '#database';
import { eventually, startPostgres, startProcess, type TestPostgres, type TestProcess } from '#test-support';
import { fillArchive } from '../bench/benches/train-memory/fill-archive.ts';
import { E2E_SHOP, writeShopsFile } from './deployment.ts';

const EVENTS = 6_000;
const SPAN_MS = 60 * 86_400_000;

describe('a trainer that is killed with -9', () => {
  let postgres: TestPostgres;
  let folder: string;
  const filesOfRun = () =>
    readdir(path.join(folder, 'artifacts', '.checkpoints', E2E_SHOP.id)).catch(() => [] as string[]);
  const startTrainer = async (): Promise<TestProcess> =>
    startProcess('trainer/src/main', {
      CARTWISE_DATABASE_URL: postgres.connectionString,
      CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
      CARTWISE_ARTIFACTS_DIR: path.join(folder, 'artifacts'),
      CARTWISE_TF_BACKEND: 'wasm',
    });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-resume-'));
    postgres = await startPostgres();
    const untilMs = Date.now();
    const traffic = { shopId: E2E_SHOP.id, events: EVENTS, fromMs: untilMs - SPAN_MS, untilMs };
    await fillArchive(postgres.connectionString, traffic);
  });

  afterAll(async () => {
    await postgres[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('is followed by one that goes on from its checkpoint, publishes, and leaves no checkpoint', async () => {
    const first = await startTrainer();
    await eventually('an epoch of attention is kept', async () =>
      (await filesOfRun()).includes('attention-of-the-blend') ? true : undefined,
    );
    first.kill('SIGKILL');
    expect(await first.exited()).toBeNull();

    await using second = await startTrainer();
    expect([await second.exited(), second.output()]).toEqual([0, expect.anything()]);
    const output = second.output();
    expect(output).toContain('a training run was cut off: its data are read again');
    expect(output).toContain('training goes on from the checkpoint of \\"attention of the blend\\"');
    expect(output).toContain('is the champion now');
    expect(await filesOfRun()).toEqual([]);

    const database = await Database.open({ connectionString: postgres.connectionString });
    const models = new ModelStore(database);
    const champion = await models.champion(E2E_SHOP.id as ShopId, 'recommender');
    expect(champion?.evaluations.map(({ model }) => model)).toContain('attention');
    expect(await models.list(E2E_SHOP.id as ShopId, 'recommender', 10)).toHaveLength(1);
    await database.close();
  }, 240_000);
});
