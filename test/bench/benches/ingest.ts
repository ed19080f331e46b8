import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { closedLoop } from '../harness/run-load.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import type { HttpEventsOptions } from '../senders/http-events.ts';

const BATCH_SIZE = 100;
/** Batches under way at once: enough that the door never waits for the sender. */
const CONCURRENCY = 16;

/** How fast the HTTP door takes events: an event counts when its batch was answered, so when it is durable. */
export const ingest: Bench = {
  name: 'ingest',
  measures: 'events/s acknowledged durable at the HTTP door, batches of 100',
  logs: ['postgres', 'kafka'],
  targets: (log) =>
    log === 'kafka'
      ? { figure: 'perSecond', sense: 'atLeast', mustReach: 20_000, aim: 40_000 }
      : { figure: 'perSecond', sense: 'atLeast', mustReach: 12_000 },
  async run(options) {
    const [warmupSeconds, seconds] = options.quick ? [0.5, 1.5] : [10, options.seconds ?? 30];
    await using cartwise = await startDeployment(options);
    const load = await closedLoop<HttpEventsOptions>({
      sender: new URL('../senders/http-events.ts', import.meta.url),
      options: {
        target: { url: cartwise.http, apiKey: E2E_KEYS.write },
        batchSize: BATCH_SIZE,
        connections: CONCURRENCY,
      },
      concurrency: CONCURRENCY,
      warmupSeconds,
      seconds,
    });
    return {
      perSecond: load.perSecond,
      ...load.latency,
      figures: { events: load.units, batches: load.requests },
      config: {
        ...cartwise.figures,
        load: 'closed loop from another process; latency is of a batch; consumers run beside it',
        batchSize: BATCH_SIZE,
        concurrency: CONCURRENCY,
        warmupSeconds,
        seconds,
      },
    };
  },
};
