import { setTimeout as sleep } from 'node:timers/promises';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { ConsumedEvents, slowestOf } from '../harness/consumed-events.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { rssMbOf } from '../harness/memory-samples.ts';
import { closedLoop, openLoop } from '../harness/run-load.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import type { HttpEventsOptions } from '../senders/http-events.ts';

const BATCH_SIZE = 100;
/** What one busy sender keeps under way; the capacity is what the door acknowledges then. */
const CONCURRENCY = 16;
const TIMES_CAPACITY = 3;
/** Many senders, each with a connection: the requests wait at the server, not at home. */
const CONNECTIONS = 512;
/** After the overload, a load that is easily carried. */
const CALM_SHARE = 0.25;
const SAMPLE_EVERY_MS = 500;
const DRAIN_MS_MAX = 300_000;

/** Three times what it can carry: who is refused is told so, who is not is served in time, and it recovers at once. */
export const overload: Bench = {
  name: 'overload',
  measures: `latency of what is accepted at ${TIMES_CAPACITY} times capacity; the rest is refused with 429 and Retry-After`,
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'p99Ms', sense: 'below', mustReach: 5_000 }),
  async run(options) {
    const [probeSeconds, seconds, calmSeconds] = options.quick ? [1, 2, 1] : [15, options.seconds ?? 60, 10];
    await using cartwise = await startDeployment(options);
    await using consumed = await ConsumedEvents.open(cartwise.connectionString, cartwise.log);
    const load = {
      sender: new URL('../senders/refusable-events.ts', import.meta.url),
      options: sending(cartwise, CONNECTIONS),
      warmupSeconds: 0,
    };
    const capacity = await closedLoop({
      ...load,
      options: sending(cartwise, CONCURRENCY),
      concurrency: CONCURRENCY,
      warmupSeconds: probeSeconds / 2,
      seconds: probeSeconds,
    });
    const offered = (capacity.perSecond / BATCH_SIZE) * TIMES_CAPACITY;
    await using memory = peakMemory(cartwise);
    const over = await openLoop({ ...load, requestsPerSecond: offered, seconds });
    const calm = await openLoop({
      ...load,
      requestsPerSecond: offered * (CALM_SHARE / TIMES_CAPACITY),
      seconds: calmSeconds,
    });
    const acknowledged = capacity.unitsInAll + over.unitsInAll + calm.unitsInAll;
    return {
      perSecond: over.perSecond,
      ...over.latency,
      figures: {
        capacityPerSecond: capacity.perSecond,
        offeredPerSecond: offered * BATCH_SIZE,
        refusedPerSecond: (over.refused * BATCH_SIZE) / seconds,
        p99MsBefore: capacity.latency.p99Ms,
        p99MsAfter: calm.latency.p99Ms,
        refusedAfter: calm.refused * BATCH_SIZE,
        peakMb: memory.peakMb(),
        acknowledged,
        lost: await lostOf(consumed, acknowledged),
      },
      config: {
        ...cartwise.figures,
        load: 'open loop from another process; latency is of an accepted batch at the door, from when it was due',
        batchSize: BATCH_SIZE,
        connections: CONNECTIONS,
        timesCapacity: TIMES_CAPACITY,
        seconds,
        calmShare: CALM_SHARE,
        calmSeconds,
      },
    };
  },
};

const sending = (cartwise: BenchDeployment, connections: number): HttpEventsOptions => ({
  target: { url: cartwise.http, apiKey: E2E_KEYS.write },
  batchSize: BATCH_SIZE,
  connections,
});

/** The most resident memory any of the processes had. */
function peakMemory({ processes }: BenchDeployment) {
  let peak = 0;
  const timer = setInterval(() => {
    for (const { pid } of processes) {
      void rssMbOf(pid).then(
        (rssMb) => (peak = Math.max(peak, rssMb)),
        () => undefined,
      );
    }
  }, SAMPLE_EVERY_MS);
  return {
    peakMb: () => peak,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
    },
  };
}

/** Events acknowledged that never reach every consumer: waits until the lag is worked off. */
async function lostOf(consumed: ConsumedEvents, acknowledged: number): Promise<number> {
  const endMs = performance.now() + DRAIN_MS_MAX;
  let applied = slowestOf(await consumed.read());
  while (applied < acknowledged && performance.now() < endMs) {
    await sleep(SAMPLE_EVERY_MS);
    applied = slowestOf(await consumed.read());
  }
  return Math.max(0, acknowledged - applied);
}
