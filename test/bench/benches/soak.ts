import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#database';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { ConsumedEvents, slowestOf } from '../harness/consumed-events.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import { errorsIn, startNode } from '../harness/start-node.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
const SIMULATOR = path.join(ROOT, 'scripts', 'simulate.mjs');
const HISTORY = path.join(ROOT, 'examples', 'online-retail', 'online-retail-2009-2010.csv.gz');
const MAPPING = path.join(ROOT, 'examples', 'online-retail', 'mapping.yaml');
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
    // What shoppers want can be known only from a past.
    if (!options.quick) await loadPast(cartwise);
    const stop = new AbortController();
    const killing = options.log === 'kafka' ? killInTurn(cartwise, seconds, stop.signal) : Promise.resolve(0);
    const report = await simulate(cartwise, { rate, seconds, pace }).finally(() => stop.abort());
    const kills = await killing;
    const unique = report.events.handedOver - report.events.repeated;
    const archive = await archived(cartwise, report.simulation, unique);
    const disagreeing = await disagreeingParts(cartwise);
    const errorsLogged = await errorsLoggedBy(cartwise);
    for (const line of errorsLogged.slice(0, ERRORS_SHOWN_MAX)) console.error(line);
    const [lost, twice] = [unique - archive.ids, archive.rows - archive.ids];
    const attacks = Object.fromEntries(
      report.fraud.kinds.flatMap(({ kind, attacks: all, caught }) => [
        [`attacks ${kind}`, all],
        [`caught ${kind}`, caught],
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

/** What the simulator says of itself in its last line; the parts that are used. */
interface Report {
  readonly simulation: string;
  readonly events: Readonly<
    Record<'handedOver' | 'sent' | 'repeated' | 'rejected' | 'lost' | 'perSecond', number>
  >;
  readonly latency: Readonly<
    Record<'events' | 'recommend', { readonly p50Ms: number; readonly p99Ms: number }>
  >;
  readonly freshness: { readonly recommendation: { readonly p99Ms: number } };
  readonly hits: Readonly<Record<'recommended' | 'trending', { readonly share: number }>>;
  readonly fraud: {
    readonly kinds: readonly { readonly kind: string; readonly attacks: number; readonly caught: number }[];
    readonly falseAlarmsPer1000GoodOrders: number;
  };
}

async function simulate(
  { http, grpc }: BenchDeployment,
  { rate, seconds, pace }: { readonly rate: number; readonly seconds: number; readonly pace: number },
): Promise<Report> {
  const addresses = [
    '--http',
    http,
    '--grpc',
    grpc,
    '--write-key',
    E2E_KEYS.write,
    '--server-key',
    E2E_KEYS.server,
  ];
  const load = ['--rate', String(rate), '--minutes', String(seconds / 60), '--pace', String(pace), '--json'];
  const child = spawn(process.execPath, [SIMULATOR, ...addresses, ...load], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (output === '') throw new Error(`the simulator ended with ${code} and said nothing`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Report;
}

async function loadPast(cartwise: BenchDeployment): Promise<void> {
  const environment = {
    ...cartwise.environment,
    CARTWISE_HTTP_URL: cartwise.http,
    CARTWISE_API_KEY: E2E_KEYS.admin,
  };
  await run('cli/src/main', environment, ['load', HISTORY, '--mapping', MAPPING, '--max-rejects', '1000000']);
  await using consumed = await ConsumedEvents.open(cartwise.connectionString, cartwise.log);
  for (let before = -1; ;) {
    const now = slowestOf(await consumed.read());
    if (now === before) break;
    before = now;
    await sleep(10 * POLL_MS);
  }
  await run('trainer/src/main', cartwise.environment, []);
}

async function run(
  entry: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<void> {
  const child = startNode(entry, environment, { args });
  const code = await child.exited();
  if (code !== 0) throw new Error(`${entry} ended with ${code}:\n${child.output().slice(-2_000)}`);
}

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
  await using consumed = await ConsumedEvents.open(cartwise.connectionString, cartwise.log);
  for (let before = -1, now = slowestOf(await consumed.read()); now !== before;) {
    await sleep(10 * POLL_MS);
    [before, now] = [now, slowestOf(await consumed.read())];
  }
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
