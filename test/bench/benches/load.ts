import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { newDataDir } from '../harness/start-all-in-one.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import { startNode } from '../harness/start-node.ts';
import { shopperEvent } from '../traffic/shopper-event.ts';

const HOUR_MS = 3_600_000;
/** The history ends an hour ago and has this long between two events. */
const STEP_MS = 100;

/** How fast `cartwise load` brings in a file of events: from its start to its end, when all are durable. */
export const load: Bench = {
  name: 'load',
  measures: 'rows/s of `cartwise load` (bulk door), start of the command included',
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'perSecond', sense: 'atLeast', mustReach: 30_000, aim: 100_000 }),
  async run(options) {
    const rows = options.quick ? 2_000 : 200_000;
    await using cartwise = await startDeployment(options);
    const folder = await newDataDir();
    try {
      const file = path.join(folder, 'history.jsonl');
      await writeHistory(file, rows);
      const startMs = performance.now();
      const cli = startNode(
        'cli/src/main',
        { ...cartwise.environment, CARTWISE_HTTP_URL: cartwise.http, CARTWISE_API_KEY: E2E_KEYS.admin },
        { args: ['load', file], profileDir: options.profileDir },
      );
      const code = await cli.exited();
      const seconds = (performance.now() - startMs) / 1000;
      if (code !== 0 || !cli.output().includes(`${rows} accepted`)) {
        throw new Error(`the load ended with ${code}:\n${cli.output().slice(-2_000)}`);
      }
      const { size } = await stat(file);
      return {
        perSecond: rows / seconds,
        p50Ms: null,
        p99Ms: null,
        p999Ms: null,
        figures: { rows, seconds, bytesPerRow: Math.round(size / rows) },
        config: {
          ...cartwise.figures,
          load: 'cartwise load in a process of its own, JSON lines, consumers run beside it',
          rows,
        },
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function writeHistory(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  const endMs = Date.now() - HOUR_MS;
  for (let row = 0; row < rows; row++) {
    const event = shopperEvent(row, 'loaded', endMs - (rows - row) * STEP_MS);
    if (!stream.write(`${JSON.stringify(event)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}
