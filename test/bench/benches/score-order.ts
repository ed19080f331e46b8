import { Decision, ScoreOrderResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { E2E_KEYS, E2E_SHOP } from '../../e2e/deployment.ts';
import type { Bench, Numbers } from '../bench.ts';
import type { LoadSummary } from '../harness/load-plan.ts';
import { SCORE_ORDER } from '../harness/grpc-methods.ts';
import { closedLoop, openLoop, type Load } from '../harness/run-load.ts';
import { seedShop } from '../harness/seed-shop.ts';
import { startEcho } from '../harness/start-echo.ts';
import { startSeparateProcesses } from '../harness/start-separate-processes.ts';
import type { CheckoutOptions } from './score-order/checkout-sender.ts';
import { BAD_SHARE } from './score-order/checkout-traffic.ts';
import { cpuSecondsOf } from './score-order/cpu-seconds.ts';
import { ORDERS_PER_CUSTOMER, seedAggregates } from './score-order/seed-aggregates.ts';

const CONCURRENCY = 32;
/** Checkouts of a large shop at its busiest; far below what one core can do, so that latencies are not of queues. */
const ORDERS_PER_SECOND = 1_000;

const APPROVAL = ScoreOrderResponse.fromPartial({
  decision: Decision.DECISION_APPROVE,
  score: 0.01,
  modelVersion: 'echo',
  rulesVersion: 'echo',
  tookMs: 0.5,
});

interface Measurement {
  readonly load: LoadSummary;
  /** Answers per second of processor time of the process that was asked. */
  readonly perCpuSecond: number;
}

/** Scoring at checkout, against the counts of a million past orders, with rules and autoencoder. */
export const scoreOrder: Bench = {
  name: 'score-order',
  measures: "orders scored per second of anomaly's processor time, at its own gRPC door",
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'doorPerCpuSecond', sense: 'atLeast', mustReach: 2_000, aim: 5_000 }),
  async run(options) {
    const customers = options.quick ? 2_000 : 200_000;
    const times = options.quick
      ? { warmupSeconds: 0.5, seconds: 1 }
      : { warmupSeconds: 5, seconds: options.seconds ?? 15 };
    const seed = options.quick ? { items: 200, historyEvents: 500 } : { items: 1_000, historyEvents: 5_000 };
    await using cartwise = await startSeparateProcesses(options);
    const { modelVersion } = await seedShop(cartwise, seed);
    await seedAggregates(cartwise.connectionString, E2E_SHOP, customers);
    const asking = (address: string): Load<CheckoutOptions> => ({
      sender: new URL('./score-order/checkout-sender.ts', import.meta.url),
      options: { target: { address, apiKey: E2E_KEYS.server }, customers },
      ...times,
    });
    const anomaly = pidOf(cartwise.processes, 'anomaly');
    const echo = await measureEcho(asking);
    const door = await measure(anomaly, closed(asking(cartwise.fraudGrpc)));
    const gateway = await measure(anomaly, closed(asking(cartwise.grpc)));
    const paced = await measure(anomaly, (load) =>
      openLoop({ ...asking(cartwise.fraudGrpc), ...load, requestsPerSecond: rateOf(options.quick) }),
    );
    return {
      perSecond: door.load.perSecond,
      ...paced.load.latency,
      figures: {
        ...figuresOf('door', door),
        ...figuresOf('gateway', gateway),
        ...figuresOf('paced', paced),
        ...figuresOf('echo', echo),
      },
      config: {
        ...cartwise.figures,
        load: `from another process: ${CONCURRENCY} under way at the door, through the gateway and at a bare echo; p50 to p99.9 are of an open loop at the door`,
        ordersPerSecond: rateOf(options.quick),
        pastOrders: customers * ORDERS_PER_CUSTOMER,
        aggregates: customers * 5,
        badShare: BAD_SHARE,
        modelVersion,
        ...times,
      },
    };
  },
};

const rateOf = (quick: boolean) => (quick ? 100 : ORDERS_PER_SECOND);

type Run = (hooks: Pick<Load<CheckoutOptions>, 'onWarm'>) => Promise<LoadSummary>;

const closed =
  (load: Load<CheckoutOptions>): Run =>
  (hooks) =>
    closedLoop({ ...load, ...hooks, concurrency: CONCURRENCY });

/** The load, and what it cost the process from the end of the warm-up on. */
async function measure(pid: number, run: Run): Promise<Measurement> {
  let atWarm: Promise<number> | undefined;
  const load = await run({
    onWarm: () => {
      atWarm = cpuSecondsOf(pid);
    },
  });
  const cpuSeconds = (await cpuSecondsOf(pid)) - ((await atWarm) ?? Number.NaN);
  return { load, perCpuSecond: load.units / cpuSeconds };
}

async function measureEcho(asking: (address: string) => Load<CheckoutOptions>): Promise<Measurement> {
  await using echo = await startEcho(SCORE_ORDER, APPROVAL);
  return await measure(echo.pid, closed(asking(echo.address)));
}

const figuresOf = (name: string, { load, perCpuSecond }: Measurement): Numbers => ({
  [`${name}PerSecond`]: load.perSecond,
  [`${name}PerCpuSecond`]: perCpuSecond,
  [`${name}P50Ms`]: load.latency.p50Ms,
  [`${name}P99Ms`]: load.latency.p99Ms,
  // Answered by the rules alone, for the counts could not be read in time.
  [`${name}Degraded`]: load.requests - load.units,
});

function pidOf(processes: readonly { readonly name: string; readonly pid: number }[], name: string): number {
  const pid = processes.find((each) => each.name === name)?.pid;
  if (pid === undefined) throw new Error(`no process is named ${name}`);
  return pid;
}
