import { setTimeout as sleep } from 'node:timers/promises';
import { CartwiseClient } from '../../clients/typescript/src/index.ts';
import { uploadDemoCatalogue } from './catalogue/demo-catalogue.ts';
import { pastCustomers } from './catalogue/past-customers.ts';
import { readCatalogue } from './catalogue/read-catalogue.ts';
import type { ShopItem } from './catalogue/shop-item.ts';
import { EventSender } from './doors/event-sender.ts';
import { followAlerts } from './doors/follow-alerts.ts';
import { FreshnessProbe } from './doors/freshness-probe.ts';
import { Storefront } from './doors/storefront.ts';
import { TrendingList } from './doors/trending-list.ts';
import { LabelPhases } from './labels/label-phases.ts';
import { LateLabels } from './labels/late-labels.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { randomOf } from './random.ts';
import { AttackLog } from './report/attack-log.ts';
import { Latency } from './report/latency.ts';
import { progressLine, reportText, summaryOf, type Summary } from './report/report.ts';
import { play } from './traffic/play.ts';
import { schedule } from './traffic/schedule.ts';

const READY_MS = 30_000;
const PROGRESS_MS = 5_000;
/** What was raised by the last events comes in by then. */
const LAST_ALERTS_MS = 2_000;

async function simulate(options: Options): Promise<Summary> {
  const cartwise = new CartwiseClient({ address: options.grpc, apiKey: options.serverKey });
  await cartwise.waitForReady(READY_MS);
  const items = await catalogueOf(cartwise);
  const tastes = await pastCustomers((itemId) => items.has(itemId));
  if (tastes.length === 0)
    throw new Error('the shop sells nothing of the demo shop, so nobody has a taste for it');

  using trending = new TrendingList(cartwise);
  await trending.refresh();
  const { sender, storefront, labels } = openShop(options, { cartwise, trending, items, tastes });
  const { attacks } = storefront;
  const probe = new FreshnessProbe(storefront, { cartwise, sender }, randomOf(options.seed, 'probe'));
  const sources = {
    options,
    sender,
    storefront,
    recommendationFreshness: probe,
    alertFreshness: new Latency(),
    labels,
  };

  const beganMs = performance.now();
  const summary = () => summaryOf(sources, (performance.now() - beganMs) / 1_000);
  const progress = setInterval(() => {
    if (!options.json) console.log(progressLine(summary()));
  }, PROGRESS_MS);
  const [stopVisitors, stopProbes, stopAlerts] = [
    new AbortController(),
    new AbortController(),
    new AbortController(),
  ];
  // The first Ctrl-C lets nobody in any more and ends with the report.
  process.once('SIGINT', () => stopVisitors.abort());
  const following = followAlerts(cartwise, stopAlerts.signal, (alert) => {
    const isOfAttack = attacks.alert(alert);
    if (isOfAttack !== undefined) labels?.alertRaised(alert.alertId, isOfAttack);
    const raisedBy = storefront.acknowledgedAt(alert.eventId);
    if (raisedBy !== undefined) sources.alertFreshness.record(Math.max(0, performance.now() - raisedBy));
  });
  const probing = probe.run(stopProbes.signal);

  const { seed, eventsPerSecond, shoppers, attackShare } = options;
  const durationMs = options.minutes * 60_000;
  await play(
    storefront,
    schedule({ seed, eventsPerSecond, durationMs, shoppers, attackShare }),
    stopVisitors.signal,
  );
  await storefront.settle();
  await labels?.close();
  stopProbes.abort();
  await sender.drain();
  await probing;
  await sleep(LAST_ALERTS_MS);
  clearInterval(progress);
  const result = summary();
  stopAlerts.abort();
  await following;
  cartwise.close();
  return result;
}

/** The simulated shop, its back office and the way its events take. */
function openShop(
  options: Options,
  shop: {
    readonly cartwise: CartwiseClient;
    readonly trending: TrendingList;
    readonly items: ReadonlyMap<string, ShopItem>;
    readonly tastes: readonly (readonly string[])[];
  },
) {
  const { cartwise, trending, items, tastes } = shop;
  const run = `sim-${Date.now().toString(36)}`;
  const sender = new EventSender(options.http, options.writeKey);
  const phases = new LabelPhases();
  const attacks = new AttackLog(run, () => performance.now(), phases);
  const { labelsAfterMs } = options;
  const labels =
    labelsAfterMs === undefined ? undefined : new LateLabels(labelsAfterMs, { sender, cartwise }, phases);
  const doors = { cartwise, sender, trending };
  const storefront = new Storefront(run, options, items, tastes, attacks, doors, { phases, late: labels });
  return { sender, storefront, labels };
}

/** A shop that sells nothing yet gets the items of the demo shop. */
async function catalogueOf(cartwise: CartwiseClient) {
  const items = await readCatalogue(cartwise);
  if (items.size > 0) return items;
  await uploadDemoCatalogue(cartwise);
  return readCatalogue(cartwise);
}

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  const summary = await simulate(options);
  if (!options.json) console.log(reportText(summary));
  console.log(JSON.stringify(summary));
  const { handedOver, sent, rejected, lost } = summary.events;
  return handedOver === sent && rejected === 0 && lost === 0 ? 0 : 1;
}

process.exitCode = await main();
