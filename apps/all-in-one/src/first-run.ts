import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS, type ModelKind } from '#contracts';
import { ARCHIVE_GROUP, EventArchive, ModelStore } from '#database';
import { ANOMALY_GROUP } from '../../anomaly/src/anomaly.module.ts';
import { PROFILES_GROUP } from '../../profiles/src/profiles.module.ts';
import { formatOutcome, TrainingSupervisor } from '../../trainer/src/trainer.module.ts';
import { keyFor } from '#service';
import { httpDoors } from './demo-shop/http-doors.ts';
import { loadDemoShop, type DemoLoad } from './demo-shop/load-demo-shop.ts';
import { readDemoState, writeDemoState } from './home/home.ts';
import type { AllInOne } from './start-all-in-one.ts';
import { startProgress } from './terminal/progress.ts';

const GROUPS = [ARCHIVE_GROUP, PROFILES_GROUP, ANOMALY_GROUP];
const DRAIN_POLL_MS = 100;

/** Fills an empty store with the demo shop, or goes on with a load that was cut off. */
export async function loadDemoIfEmpty(cartwise: AllInOne): Promise<void> {
  const { home, infrastructure } = cartwise;
  const [shop] = infrastructure.shops.shops;
  const begun = await readDemoState(home);
  if (shop === undefined || begun?.loaded === true) return;
  if (begun === undefined && (await new EventArchive(infrastructure.database).count(shop.id)) > 0) return;
  const nowMs = begun?.nowMs ?? infrastructure.clock();
  await writeDemoState(home, { nowMs, loaded: false });
  const progress = startProgress('Loading the demo shop');
  const doors = httpDoors(`http://127.0.0.1:${cartwise.service.ports.http}`, keyFor(shop, 'server') ?? '');
  const load = await loadDemoShop(doors, nowMs, progress.update);
  progress.update(1, 'building profiles');
  await drained(cartwise);
  progress.end();
  await writeDemoState(home, { nowMs, loaded: true });
  report(load);
}

/** Trains the first model of a store that has events and none of that kind, unless it is told to stop. */
export async function trainIfNoModel(
  cartwise: AllInOne,
  kind: ModelKind,
  stopping: AbortSignal,
): Promise<void> {
  const { database, shops } = cartwise.infrastructure;
  const [shop] = shops.shops;
  if (shop === undefined || (await new ModelStore(database).champion(shop.id, kind)) !== undefined) return;
  const progress = startProgress('Training');
  const outcome = await cartwise.service.app.get(TrainingSupervisor).train(({ done, stage, etaMs }) => {
    progress.update(done, etaMs === undefined ? stage : `${stage}, ${Math.ceil(etaMs / 1000)} s left`);
  });
  progress.end();
  // Ctrl-C ends the training process too: that is no failure.
  console.log(stopping.aborted ? 'Training stopped.' : formatOutcome(outcome));
}

/** Resolves when every consumer has seen every event. */
async function drained({ infrastructure }: AllInOne): Promise<void> {
  for (;;) {
    const lags = await Promise.all(GROUPS.map((group) => infrastructure.eventLog.lag(group, TOPICS.events)));
    if (lags.every((lag) => [...lag.values()].every((records) => records === 0))) return;
    await sleep(DRAIN_POLL_MS);
  }
}

function report(load: DemoLoad): void {
  const number = (value: number) => value.toLocaleString('en');
  console.log(
    `${number(load.rows)} invoice lines became ${number(load.items)} items and ${number(load.events)} orders and refunds` +
      ` (${load.refused} refused). Left out:`,
  );
  for (const [reason, lines] of load.dropped) console.log(`  ${number(lines).padStart(6)}  ${reason}`);
}
