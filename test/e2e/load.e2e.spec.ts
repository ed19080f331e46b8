import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { eventually, startProcess } from '#test-support';
import { startAllInOne, type AllInOneDeployment } from './start-all-in-one.ts';

/** Eight parts, of which four are under way at a time. */
const ROWS = 40_000;
const ARCHIVED_TIMEOUT_MS = 180_000;
const ITEMS = 50_000;
/** Node's own share of memory is some 60 MB; the feed has 20. */
const HEAP_MB_MAX = 48;

function history(): string {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    JSON.stringify({
      type: 'product_viewed',
      userId: `shopper-${row % 97}`,
      eventTime: Date.UTC(2020, 0, 1) + row * 1_000,
      item: { itemId: `item-${row % 11}` },
    }),
  );
  return `${lines.join('\n')}\n`;
}

function feed(): string {
  const items = Array.from(
    { length: ITEMS },
    (_, item) =>
      `<item><g:id>fed-${item}</g:id><title>Mug ${item}</title><description>${'blue '.repeat(60)}</description>` +
      `<link>https://shop.example/${item}</link><g:price>${item % 90}.50 GBP</g:price><g:availability>in stock</g:availability></item>`,
  );
  return `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${items.join('\n')}</channel></rss>`;
}

async function connectionString(dataDir: string): Promise<string> {
  const running = JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8')) as {
    readonly environment: Readonly<Record<string, string>>;
  };
  return running.environment['CARTWISE_DATABASE_URL'] ?? '';
}

describe('cartwise load', () => {
  let folder: string;
  let cartwise: AllInOneDeployment;
  let database: Database;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-load-'));
    cartwise = await startAllInOne();
    database = await Database.open({ connectionString: await connectionString(cartwise.dataDir) });
  });
  afterAll(async () => {
    await database.close();
    await cartwise[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = (args: readonly string[], options: Readonly<Record<string, string>> = {}) =>
    startProcess(
      'cli/src/main',
      {
        CARTWISE_DATA_DIR: cartwise.dataDir,
        CARTWISE_HTTP_URL: cartwise.http,
        CARTWISE_API_KEY: cartwise.grpc.apiKey,
        ...options,
      },
      ['load', ...args],
    );
  const count = async (sql: string) => Number((await database.query<{ n: string }>(sql))[0]?.n);
  const inLog = () =>
    count(
      "SELECT count(*) AS n FROM event_log.record JOIN event_log.topic USING (topic_id) WHERE name = 'events.v1'",
    );
  /** Its file is there from the first acknowledged part to the end of the load. */
  const someIsAcknowledged = async () => {
    const files: readonly string[] = await readdir(path.join(cartwise.dataDir, 'loads')).catch(() => []);
    return files.some((name) => name.endsWith('.json')) ? true : undefined;
  };

  it('goes on where a kill -9 cut it off, and has each row in the archive once', async () => {
    const file = path.join(folder, 'history.jsonl.gz');
    await writeFile(file, gzipSync(history()));
    await using first = cli([file]);
    await eventually('a part is acknowledged', someIsAcknowledged);
    first.kill('SIGKILL');
    await first.exited();
    const before = await inLog();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(ROWS);

    await using second = cli([file]);
    expect([await second.exited(), second.output()]).toEqual([
      0,
      expect.stringMatching(/went on after row \d+/),
    ]);
    await eventually(
      'all is archived',
      async () => ((await count('SELECT count(*) AS n FROM event_archive')) >= ROWS ? true : undefined),
      ARCHIVED_TIMEOUT_MS,
    );
    expect(await count('SELECT count(DISTINCT event_id) AS n FROM event_archive')).toBe(ROWS);
    expect(await count('SELECT count(*) AS n FROM event_archive')).toBe(ROWS);

    await using again = cli([file]);
    expect([await again.exited(), again.output()]).toEqual([0, expect.stringContaining(`${ROWS} duplicate`)]);
  }, 240_000);

  it('streams an XML feed of 50,000 items in little memory', async () => {
    const file = path.join(folder, 'feed.xml');
    await writeFile(file, feed());
    await using loading = cli([file], { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB_MAX}` });
    expect([await loading.exited(), loading.output()]).toEqual([
      0,
      expect.stringContaining(`${ITEMS} accepted, 0 rejected`),
    ]);
    expect(await count("SELECT count(*) AS n FROM item WHERE id LIKE 'fed-%'")).toBe(ITEMS);
  }, 240_000);

  it('reads a CSV file by a mapping, and ends with 1 when more is rejected than may be', async () => {
    const sample = [
      'examples/retailrocket/events-sample.csv',
      '--mapping',
      'examples/retailrocket/mapping.yaml',
    ];
    await using loading = cli(sample);
    expect([await loading.exited(), loading.output()]).toEqual([
      0,
      expect.stringContaining('11 accepted, 3 skipped'),
    ]);

    const file = path.join(folder, 'bad.jsonl');
    await writeFile(file, '{"type":"product_viewed"}\nbroken\n');
    await using strict = cli([file, '--max-rejects', '1']);
    expect(await strict.exited()).toBe(1);
    expect(strict.output()).toMatch(/2 rejected[^]*EVENT_MALFORMED +1 +2 /);
    await using lenient = cli([file, '--max-rejects', '2']);
    expect(await lenient.exited()).toBe(0);
  }, 60_000);
});
