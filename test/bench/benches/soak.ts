import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#database';
import type { Bench } from '../bench.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { loadPast, untilQuiet } from '../harness/load-past.ts';
import { runToEnd } from '../harness/run-to-end.ts';
import { startSimulator } from '../harness/simulator.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import { errorsIn, startNode } from '../harness/start-node.ts';

const EVENTS_PER_SECOND = 500;
/** On the error output; thousands say no more. */
const ERRORS_SHOWN_MAX = 20;
/** Of the consumers after the last event; what has not come by then is lost. */
const DRAIN_MS_MAX = 300_000;
const POLL_MS = 200;

/**
 * The simulator's shoppers and attackers for ten minutes. On Kafka each process in turn is killed with -9 and started
 * again, and the broker once. Then every event must be in the archive once, and everything computed from events must be
 * what the archive says.
 */
export const soak: Bench = {
  name: 'soak',
  measures: 'events lost, archived twice or applied otherwise than once, after 10 minutes of the simulator',
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'wrong', sense: 'below', mustReach: 1 }),
  async run(options) {
    const seconds = options.quick ? 6 : (options.seconds ?? 600);
    const [rate, pace] = options.quick ? [60, 20] : [EVENTS_PER_SECOND, 1];
    await using cartwise = await startDeployment(options);
    if (!options.quick) {
      await loadPast(cartwise);
      // What shoppers want can be known only from a past.
      await runToEnd('trainer/src/main', cartwise.environment);
    }
    const stop = new AbortController();
    const killing = options.log === 'kafka' ? killInTurn(cartwise, seconds, stop.signal) : Promise.resolve(0);
    using simulator = startSimulator(cartwise, [
      ...['--rate', String(rate), '--minutes', String(seconds / 60), '--pace', String(pace)],
    ]);
    const report = await simulator.report.finally(() => stop.abort());
    const kills = await killing;
    const unique = report.events.handedOver - report.events.repeated;
    const archive = await archived(cartwise, report.simulation, unique);
    const disagreeing = await disagreeingParts(cartwise);
    const errorsLogged = await errorsLoggedBy(cartwise);
    for (const line of errorsLogged.slice(0, ERRORS_SHOWN_MAX)) console.error(line);
    const [lost, twice] = [unique - archive.ids, archive.rows - archive.ids];
    const attacks = Object.fromEntries(
      report.fraud.kinds.flatMap(({ kind, attacks: all, caught, secondsToAlert }) => [
        [`attacks ${kind}`, all],
        [`caught ${kind}`, caught],
        [`seconds to alert ${kind}, median`, secondsToAlert.median],
        [`seconds to alert ${kind}, p95`, secondsToAlert.p95],
      ]),
    );
    return {
      perSecond: report.events.perSecond,
      p50Ms: report.latency.events.p50Ms,
      p99Ms: report.latency.events.p99Ms,
      p999Ms: null,
      figures: {
        wrong:
          lost +
          twice +
          disagreeing +
          report.events.lost +
          report.events.rejected +
          // Whose neighbour is killed says so.
          (kills === 0 ? errorsLogged.length : 0),
        errorsLogged: errorsLogged.length,
        lost,
        twice,
        disagreeing,
        sent: report.events.handedOver,
        acknowledged: report.events.sent,
        hitRate: report.hits.recommended.share,
        hitRateOfTrending: report.hits.trending.share,
        ...attacks,
        falseAlarmsPer1000: report.fraud.falseAlarmsPer1000GoodOrders,
        recommendationP99Ms: report.latency.recommend.p99Ms,
        freshnessP99Ms: report.freshness.recommendation.p99Ms,
      },
      config: {
        ...cartwise.figures,
        load: 'npm run simulate in a process of its own; latency is of a batch at the door',
        eventsPerSecond: rate,
        seconds,
        kills,
      },
    };
  },
};

/** Spread over the run, each process once and then the broker; resolves to how many. */
async function killInTurn(cartwise: BenchDeployment, seconds: number, signal: AbortSignal): Promise<number> {
  const { processes, restartBroker } = cartwise;
  const victims = [
    ...processes.map((one) => () => one.killAndRestart()),
    ...(restartBroker ? [restartBroker] : []),
  ];
  let kills = 0;
  for (const kill of victims) {
    await sleep((seconds * 1_000) / (victims.length + 1), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    await kill();
    kills += 1;
  }
  return kills;
}

/** On its output and in its log file. */
async function errorsLoggedBy({ processes, environment }: BenchDeployment): Promise<readonly string[]> {
  const file = environment['CARTWISE_LOG_FILE'];
  const log = file === undefined ? '' : await readFile(file, 'utf8');
  return [...processes.flatMap((one) => one.errorsLogged()), ...errorsIn(log)];
}

/** Of this run, when all are there or the wait is over. */
async function archived({ connectionString }: BenchDeployment, run: string, unique: number) {
  const database = await Database.open({ connectionString });
  const count = async () => {
    const [row] = await database.query<{ rows: number; ids: number }>(
      'SELECT count(*)::int AS rows, count(DISTINCT event_id)::int AS ids FROM event_archive WHERE event_id LIKE $1',
      [`${run}%`],
    );
    return row ?? { rows: 0, ids: 0 };
  };
  try {
    const endMs = performance.now() + DRAIN_MS_MAX;
    let found = await count();
    while (found.ids < unique && performance.now() < endMs) {
      await sleep(10 * POLL_MS);
      found = await count();
    }
    return found;
  } finally {
    await database.close();
  }
}

/** Profiles and aggregates, recomputed from the archive by `cartwise verify`'s own processes. */
async function disagreeingParts(cartwise: BenchDeployment): Promise<number> {
  await untilQuiet(cartwise);
  let disagreeing = 0;
  for (const entry of ['profiles/src/verify', 'anomaly/src/verify']) {
    const child = startNode(entry, cartwise.environment);
    if ((await child.exited()) !== 0) {
      console.error(child.output());
      disagreeing += 1;
    }
  }
  return disagreeing;
}
