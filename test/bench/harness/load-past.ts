import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import { ConsumedEvents, slowestOf } from './consumed-events.ts';
import type { BenchDeployment } from './deployment.ts';
import { runToEnd } from './run-to-end.ts';

const FOLDER = path.resolve(import.meta.dirname, '..', '..', '..', 'examples', 'online-retail');
const HISTORY = path.join(FOLDER, 'online-retail-2009-2010.csv.gz');
const MAPPING = path.join(FOLDER, 'mapping.yaml');
const POLL_MS = 2_000;

/** The demo shop's past of a year; resolves when every consumer has applied it. */
export function loadPast(cartwise: BenchDeployment): Promise<void> {
  return load(cartwise, HISTORY);
}

/** The first so many lines of that past, about 22 an order. */
export async function loadBeginning(cartwise: BenchDeployment, lines: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-bench-past-'));
  try {
    const file = path.join(folder, 'beginning.csv');
    await writeFile(file, await firstLines(lines));
    await load(cartwise, file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Resolves when no consumer has applied anything for two seconds. */
export async function untilQuiet({ connectionString, log }: BenchDeployment): Promise<void> {
  await using consumed = await ConsumedEvents.open(connectionString, log);
  for (let before = -1, now = slowestOf(await consumed.read()); now !== before;) {
    await sleep(POLL_MS);
    [before, now] = [now, slowestOf(await consumed.read())];
  }
}

/** Resolves when every consumer has applied it. */
async function load(cartwise: BenchDeployment, file: string): Promise<void> {
  const environment = {
    ...cartwise.environment,
    CARTWISE_HTTP_URL: cartwise.http,
    CARTWISE_API_KEY: E2E_KEYS.admin,
  };
  await runToEnd('cli/src/main', environment, [
    'load',
    file,
    '--mapping',
    MAPPING,
    '--max-rejects',
    '1000000',
  ]);
  await untilQuiet(cartwise);
}

async function firstLines(count: number): Promise<string> {
  const text = createReadStream(HISTORY).pipe(createGunzip());
  const lines: string[] = [];
  for await (const line of createInterface({ input: text })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return `${lines.join('\n')}\n`;
}
