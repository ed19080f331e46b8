import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { ConsumedEvents, GROUPS, slowestOf, type Consumed } from '../harness/consumed-events.ts';
import { closedLoop } from '../harness/run-load.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import type { PacedEventsOptions } from '../senders/paced-events.ts';

const BATCH_SIZE = 100;
const CONCURRENCY = 16;
/** Enough that every consumer has a full batch on every partition, and no more: the lag stays flat. */
const BACKLOG_EVENTS_MAX = 8_000;

/** How many events a second go all the way: door, log, archive, profiles and anomaly state, at a lag that is flat. */
export const pipeline: Bench = {
  name: 'pipeline',
  measures: 'events/s through archive, profiles and anomaly state, doors and consumers together, lag flat',
  logs: ['postgres', 'kafka'],
  targets: (log) =>
    log === 'kafka'
      ? { figure: 'perSecond', sense: 'atLeast', mustReach: 7_000, aim: 20_000 }
      : { figure: 'perSecond', sense: 'atLeast', mustReach: 7_000 },
  async run(options) {
    const [warmupSeconds, seconds] = options.quick ? [1, 2] : [15, options.seconds ?? 45];
    await using cartwise = await startDeployment(options);
    await using consumed = await ConsumedEvents.open(cartwise.connectionString, cartwise.log);
    let atWarm: Promise<Moment> | undefined;
    const load = await closedLoop<PacedEventsOptions>({
      sender: new URL('../senders/paced-events.ts', import.meta.url),
      options: {
        target: { url: cartwise.http, apiKey: E2E_KEYS.write },
        batchSize: BATCH_SIZE,
        connections: CONCURRENCY,
        backlog: {
          connectionString: cartwise.connectionString,
          source: cartwise.log,
          eventsMax: BACKLOG_EVENTS_MAX,
        },
      },
      concurrency: CONCURRENCY,
      warmupSeconds,
      seconds,
      onWarm: (acknowledged) => {
        atWarm = momentOf(consumed, acknowledged);
      },
    });
    const [start, end] = [await atWarm, await momentOf(consumed, load.unitsInAll)];
    if (start === undefined) throw new Error('the load never got warm');
    return {
      perSecond: slowestOf(perSecond(start, end)),
      ...load.latency,
      figures: {
        ...Object.fromEntries(GROUPS.map((group) => [`${group}PerSecond`, perSecond(start, end)[group]])),
        acknowledgedPerSecond: load.perSecond,
        lagAtStart: lagOf(start),
        lagAtEnd: lagOf(end),
      },
      config: {
        ...cartwise.figures,
        load: 'closed loop from another process, held back by the slowest consumer; latency is of a batch at the door',
        batchSize: BATCH_SIZE,
        concurrency: CONCURRENCY,
        lagMax: BACKLOG_EVENTS_MAX,
        warmupSeconds,
        seconds,
      },
    };
  },
};

interface Moment {
  readonly atMs: number;
  readonly consumed: Consumed;
  /** Events the door had answered by then. */
  readonly acknowledged: number;
}

async function momentOf(events: ConsumedEvents, acknowledged: number): Promise<Moment> {
  const consumed = await events.read();
  return { atMs: performance.now(), consumed, acknowledged };
}

/** Never below nothing: an event may be applied before its sender has the answer. */
const lagOf = ({ acknowledged, consumed }: Moment) => Math.max(0, acknowledged - slowestOf(consumed));

function perSecond(start: Moment, end: Moment): Consumed {
  const seconds = (end.atMs - start.atMs) / 1000;
  const rate = (group: (typeof GROUPS)[number]) => (end.consumed[group] - start.consumed[group]) / seconds;
  return { archive: rate('archive'), profiles: rate('profiles'), anomaly: rate('anomaly') };
}
