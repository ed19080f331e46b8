import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#database';
import { E2E_SHOP, writeShopsFile } from '../../e2e/deployment.ts';
import type { Bench, Measured } from '../bench.ts';
import { peakRssMbOf } from '../harness/memory-samples.ts';
import { newDataDir } from '../harness/start-all-in-one.ts';
import { startNode, type BenchProcess } from '../harness/start-node.ts';
import { fillArchive } from './train-memory/fill-archive.ts';

const EVENTS = 10_000_000;
const QUICK_EVENTS = 5_000;
const YEAR_MS = 365 * 86_400_000;
const SAMPLE_EVERY_MS = 100;

/** The trainer's process on the archive of a large shop's year: the most memory it ever held, and how long it took. */
export const trainMemory: Bench = {
  name: 'train-memory',
  measures: `peak resident memory, MB, of the trainer on an archive of ${EVENTS.toLocaleString('en')} events`,
  logs: ['postgres'],
  targets: () => ({ figure: 'peakMb', sense: 'below', mustReach: 4_000 }),
  async run(options) {
    const events = options.quick ? QUICK_EVENTS : EVENTS;
    const folder = await newDataDir();
    try {
      const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
      try {
        return await measure(events, folder, postgres.connectionString);
      } finally {
        await postgres.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(events: number, folder: string, connectionString: string): Promise<Measured> {
  const untilMs = Date.now();
  const traffic = { shopId: E2E_SHOP.id, events, fromMs: untilMs - YEAR_MS, untilMs };
  const fillSeconds = await secondsOf(() => fillArchive(connectionString, traffic));
  await using trainer = startNode('trainer/src/main', {
    CARTWISE_DATABASE_URL: connectionString,
    CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
    CARTWISE_ARTIFACTS_DIR: path.join(folder, 'artifacts'),
  });
  let peakMb = 0;
  const trainSeconds = await secondsOf(async () => (peakMb = await peakUntilEnd(trainer)));
  const [, backend = 'unknown'] = /TensorFlow backend: (\S+)/.exec(trainer.output()) ?? [];
  return {
    perSecond: events / trainSeconds,
    p50Ms: null,
    p99Ms: null,
    p999Ms: null,
    figures: { peakMb, events, trainSeconds, fillSeconds },
    config: { deployment: "the trainer's process, embedded PostgreSQL beside it", backend },
  };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** The most memory of a process until it ends. Throws when it does not end well, or published nothing. */
async function peakUntilEnd(trainer: BenchProcess): Promise<number> {
  const exited = trainer.exited();
  let code: number | null | undefined;
  void exited.then((exitCode) => (code = exitCode));
  let peakMb = 0;
  while (code === undefined) {
    const peak = await peakRssMbOf(trainer.pid).catch(() => Number.NaN);
    // Its last moments have no memory, or no /proc, any more.
    if (!Number.isNaN(peak)) peakMb = peak;
    await Promise.race([exited, sleep(SAMPLE_EVERY_MS)]);
  }
  if (code !== 0 || !trainer.output().includes('is the champion now')) {
    throw new Error(`training ended with ${String(code)}:\n${trainer.output()}`);
  }
  return peakMb;
}
