import { setTimeout as sleep } from 'node:timers/promises';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench, Figures } from '../bench.ts';
import type { MeasuredProcess } from '../harness/deployment.ts';
import { rssMbOf, trendOf, type MemorySample } from '../harness/memory-samples.ts';
import { openLoop } from '../harness/run-load.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import type { HttpEventsOptions } from '../senders/http-events.ts';

const EVENTS_PER_SECOND = 500;
const BATCH_SIZE = 10;
const CONNECTIONS = 16;
/** Caches and heaps fill in the first part; what grows after it goes on growing. */
const SETTLING_SHARE = 0.4;

/** Resident memory of each of Cartwise's processes (not of PostgreSQL and Kafka) under a steady load. */
export const memory: Bench = {
  name: 'memory',
  measures: `growth of the resident memory of each process in the second part of 10 minutes at ${EVENTS_PER_SECOND} events/s`,
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'growthWorst', sense: 'below', mustReach: 0.05 }),
  async run(options) {
    const seconds = options.quick ? 3 : (options.seconds ?? 600);
    const sampleEveryMs = options.quick ? 200 : 2_000;
    await using cartwise = await startDeployment(options);
    const stop = new AbortController();
    const samples = cartwise.processes.map((of) => sampleUntil(of, sampleEveryMs, stop.signal));
    const load = await openLoop<HttpEventsOptions>({
      sender: new URL('../senders/http-events.ts', import.meta.url),
      options: {
        target: { url: cartwise.http, apiKey: E2E_KEYS.write },
        batchSize: BATCH_SIZE,
        connections: CONNECTIONS,
      },
      requestsPerSecond: EVENTS_PER_SECOND / BATCH_SIZE,
      warmupSeconds: 0,
      seconds,
    }).finally(() => stop.abort());
    const trends = (await Promise.all(samples)).map(({ name, taken }) => ({
      name,
      ...trendOf(taken.slice(Math.floor(taken.length * SETTLING_SHARE))),
    }));
    return {
      perSecond: load.perSecond,
      ...load.latency,
      figures: {
        growthWorst: Math.max(...trends.map(({ growth }) => growth)),
        ...Object.assign({}, ...trends.map(figuresOf)),
      },
      config: {
        ...cartwise.figures,
        load: 'open loop from another process; latency is of a batch at the door',
        eventsPerSecond: EVENTS_PER_SECOND,
        batchSize: BATCH_SIZE,
        seconds,
        settlingShare: SETTLING_SHARE,
        sampleEveryMs,
      },
    };
  },
};

const figuresOf = ({
  name,
  firstMb,
  lastMb,
  slopeMbPerHour,
  growth,
}: ReturnType<typeof trendOf> & { readonly name: string }): Figures => ({
  [`${name}FirstMb`]: firstMb,
  [`${name}LastMb`]: lastMb,
  [`${name}SlopeMbPerHour`]: slopeMbPerHour,
  [`${name}Growth`]: growth,
});

async function sampleUntil({ name, pid }: MeasuredProcess, everyMs: number, signal: AbortSignal) {
  const taken: MemorySample[] = [];
  const startMs = performance.now();
  while (!signal.aborted) {
    taken.push({ atHours: (performance.now() - startMs) / 3_600_000, rssMb: await rssMbOf(pid) });
    await sleep(everyMs);
  }
  return { name, taken };
}
