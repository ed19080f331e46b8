import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#test-support';
import { ready } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { Latencies } from '../harness/latencies.ts';
import { newDataDir } from '../harness/start-all-in-one.ts';
import { startNode } from '../harness/start-node.ts';

/** What the all-in-one prints when all is there: the demo shop and its first model too. */
const RUNNING = 'Cartwise is running.';
const FIRST_RUN_MS_MAX = 15 * 60_000;

/** How long a later start takes: from the process's start to /health/ready, on the store that the first run left. */
export const start: Bench = {
  name: 'start',
  measures:
    'ms of a later start of the all-in-one, from the process to ready, with the demo shop and its model',
  logs: ['postgres'],
  targets: () => ({ figure: 'slowestMs', sense: 'below', mustReach: 8_000, aim: 3_000 }),
  async run(options) {
    const [starts, demo] = options.quick ? [1, false] : [5, true];
    const dataDir = await newDataDir();
    try {
      const firstRun = await runOnce(dataDir, demo);
      const later = new Latencies();
      for (let index = 0; index < starts; index++) later.record((await runOnce(dataDir, demo)).readyMs);
      const { maxMs, ...latency } = later.summary();
      return {
        perSecond: null,
        ...latency,
        figures: { slowestMs: maxMs, firstReadyMs: firstRun.readyMs, firstRunMs: firstRun.runningMs },
        config: {
          deployment: 'all-in-one, one process, embedded PostgreSQL beside it',
          demoShop: demo,
          starts,
          entry: 'dist/apps/all-in-one/src/main.js',
        },
      };
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

interface Run {
  readonly readyMs: number;
  /** Until it said that everything is there. */
  readonly runningMs: number;
}

/** Starts the all-in-one, lets it finish what a first run does, and stops it. */
async function runOnce(dataDir: string, demo: boolean): Promise<Run> {
  const [http, grpc, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
  const startMs = performance.now();
  await using app = startNode('all-in-one/src/main', {
    CARTWISE_DATA_DIR: dataDir,
    CARTWISE_DEMO: String(demo),
    CARTWISE_HTTP_PORT: String(http),
    CARTWISE_GRPC_PORT: String(grpc),
    CARTWISE_METRICS_PORT: String(metrics),
  });
  await ready('the all-in-one', app, metrics);
  const readyMs = performance.now() - startMs;
  while (!app.output().includes(RUNNING)) {
    if (performance.now() - startMs > FIRST_RUN_MS_MAX) throw new Error(`it never ran:\n${app.output()}`);
    await sleep(50);
  }
  return { readyMs, runningMs: performance.now() - startMs };
}
