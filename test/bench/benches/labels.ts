import { setTimeout as sleep } from 'node:timers/promises';
import { ShopId } from '#contracts';
import { Database, LabelStore, ModelStore } from '#database';
import { CartwiseClient } from '../../../clients/typescript/src/index.ts';
import type { AttackSummary } from '../../../examples/storefront-simulator/report/attack-log.ts';
import { E2E_KEYS, E2E_SHOP } from '../../e2e/deployment.ts';
import type { Bench, Numbers } from '../bench.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { loadBeginning, loadPast } from '../harness/load-past.ts';
import { runToEnd } from '../harness/run-to-end.ts';
import { startSimulator, type RunningSimulator } from '../harness/simulator.ts';
import { startDeployment } from '../harness/start-deployment.ts';

interface Load {
  readonly rate: number;
  readonly pace: number;
  /** Of all events, attacks: more than the simulator's own, for a few minutes to have a dozen of each kind. */
  readonly attackShare: number;
  /** Of each of the two phases that are compared, and of the labels' delay. */
  readonly seconds: number;
  /** Known before the training begins; it takes 30 for a classifier. */
  readonly frauds: number;
}

const LOAD: Load = { rate: 150, pace: 1, attackShare: 0.1, seconds: 150, frauds: 60 };
const QUICK: Load = { rate: 150, pace: 20, attackShare: 0.5, seconds: 4, frauds: 31 };
/** About 250 orders, enough for a fraud model. */
const QUICK_PAST_LINES = 5_000;
/** The simulator is stopped before. */
const MINUTES_MAX = 60;
const POLL_MS = 500;
const WAIT_MS_MAX = 20 * 60_000;

/**
 * The simulator in one go: a time without labels, chargebacks and outcomes of alerts that come after a delay, a training from
 * them beside the traffic, and as long a time with the version it made.
 */
export const labels: Bench = {
  name: 'labels',
  measures:
    'of the simulator’s good orders, false alarms per 1,000, by a fraud model trained on labels that came late; recall and time to alert of each kind of attack before and after',
  logs: ['postgres'],
  targets: () => ({ figure: 'after labels: false alarms per 1,000', sense: 'below', mustReach: 10 }),
  async run(options) {
    const load = options.quick ? QUICK : { ...LOAD, ...given(options.seconds) };
    await using cartwise = await startDeployment(options);
    if (options.quick) await loadBeginning(cartwise, QUICK_PAST_LINES);
    else {
      await loadPast(cartwise);
      await train(cartwise);
    }
    using simulator = startSimulator(cartwise, [
      ...['--rate', String(load.rate), '--pace', String(load.pace), '--attacks', String(load.attackShare)],
      ...['--minutes', String(MINUTES_MAX), '--labels-after', `${Math.ceil(load.seconds)}s`],
    ]);
    const trained = await trainOnLabels(cartwise, simulator, load);
    await sleep(load.seconds * 1_000);
    simulator.close();
    const report = await simulator.report;
    if (report.labels === null) throw new Error('the simulator was not told to send labels');
    const { phases, chargebacks, setByShop, alertsResolved } = report.labels;
    return {
      perSecond: report.events.perSecond,
      p50Ms: report.latency.scoreOrder.p50Ms,
      p99Ms: report.latency.scoreOrder.p99Ms,
      p999Ms: null,
      figures: {
        ...figuresOf('before labels', phases['before labels']),
        ...figuresOf('labels arriving', phases['labels arriving']),
        ...figuresOf('after labels', phases['after labels']),
        ...trained,
        chargebacks,
        setByShop,
        alertsResolved,
      },
      config: {
        ...cartwise.figures,
        ...load,
        load: 'npm run simulate in a process of its own, trainer in another beside it; latency is of ScoreOrder',
      },
    };
  },
};

const given = (seconds: number | undefined) => (seconds === undefined ? {} : { seconds });

/** Waits for the labels, trains, and waits until the version is champion. Rejects when the simulator ends before. */
async function trainOnLabels(
  cartwise: BenchDeployment,
  simulator: RunningSimulator,
  { frauds }: Load,
): Promise<Numbers> {
  const database = await Database.open({ connectionString: cartwise.connectionString });
  const shopId = ShopId.parse(E2E_SHOP.id);
  const ended = simulator.report.then(() => {
    throw new Error('the simulator ended before a model had learnt from its labels');
  });
  try {
    const known = await Promise.race([ended, untilKnown(new LabelStore(database), shopId, frauds)]);
    const beganMs = performance.now();
    const printed = await Promise.race([ended, train(cartwise)]);
    const trainSeconds = (performance.now() - beganMs) / 1_000;
    const champion = await new ModelStore(database).champion(shopId, 'fraud');
    if (champion === undefined) throw new Error(`no fraud model was published:\n${printed}`);
    await Promise.race([ended, untilServed(cartwise, champion.version)]);
    const figure = (model: string, name: string) =>
      champion.evaluations.find((each) => each.model === model)?.metrics.find((each) => each.name === name)
        ?.value ?? null;
    return {
      fraudsKnownAtTraining: known,
      trainSeconds,
      classifierRocAuc: figure('classifier', 'roc auc'),
      classifierAveragePrecision: figure('classifier', 'average precision'),
      sessionRocAuc: figure('session', 'roc auc'),
    };
  } finally {
    await database.close();
  }
}

/** Models of fraud alone: what is measured has no part of the other. */
const train = ({ environment }: BenchDeployment): Promise<string> =>
  runToEnd('trainer/src/main', { ...environment, CARTWISE_TRAIN_MODELS: 'fraud' });

async function untilKnown(store: LabelStore, shopId: ShopId, frauds: number): Promise<number> {
  for (const beganMs = performance.now(); performance.now() - beganMs < WAIT_MS_MAX;) {
    const { after } = await store.countFrauds(shopId, 0);
    if (after >= frauds) return after;
    await sleep(POLL_MS);
  }
  throw new Error(`fewer than ${frauds} frauds were known after ${WAIT_MS_MAX / 60_000} minutes`);
}

/** Asks for the score of an order of nobody's until this version gives it. */
async function untilServed({ grpc }: BenchDeployment, version: string): Promise<void> {
  const client = new CartwiseClient({ address: grpc, apiKey: E2E_KEYS.server });
  const order = {
    orderId: 'probe',
    userId: 'probe',
    items: [{ itemId: 'probe', quantity: 1, priceMinor: 100 }],
    total: { amountMinor: 100, currency: 'GBP' },
  };
  try {
    for (const beganMs = performance.now(); performance.now() - beganMs < WAIT_MS_MAX;) {
      const { modelVersion } = await client.fraud.scoreOrder(order, { deadlineMs: 10_000 });
      if (modelVersion === version) return;
      await sleep(POLL_MS);
    }
  } finally {
    client.close();
  }
  throw new Error(`${version} did not serve after ${WAIT_MS_MAX / 60_000} minutes`);
}

function figuresOf(phase: string, { all, kinds, orders, ...rest }: AttackSummary): Numbers {
  const rows = [...kinds, { kind: 'all', ...all }].flatMap(({ kind, attacks, recall, secondsToAlert }) => [
    [`${phase}: ${kind} attacks`, attacks],
    [`${phase}: ${kind} recall`, recall],
    [`${phase}: ${kind} s to alert, median`, secondsToAlert.median],
    [`${phase}: ${kind} s to alert, p95`, secondsToAlert.p95],
  ]);
  return {
    // Of no good orders none was held back.
    [`${phase}: false alarms per 1,000`]: rest.falseAlarmsPer1000GoodOrders ?? 0,
    [`${phase}: good orders`]: orders.good,
    ...Object.fromEntries(rows),
  };
}
