import { randomUUID } from 'node:crypto';
import type { ShopId } from '#contracts';
import { EventArchive, ModelStore } from '#database';
import { openTensorFlow } from '#ml';
import type { Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import type { ProgressSink } from '../progress/progress-reporter.ts';
import { ProgressReporter } from '../progress/progress-reporter.ts';
import { logTopicProgress } from '../progress/log-topic-progress.ts';
import { trainShop } from './train-shop.ts';
import type { ShopOutcome, TrainingOutcome } from './training-outcome.ts';

/** Whoever watches a run. */
export interface TrainingWatcher {
  backendChosen(line: string): void;
  /** A shop's run begins; its reports go to `show`. */
  shopStarted(shopId: ShopId): { readonly show: ProgressSink; end(): void };
}

/** Trains the models of every shop that is asked for, one after the other. */
export async function runTraining(
  config: TrainerConfig,
  infrastructure: Infrastructure,
  watcher: TrainingWatcher,
): Promise<TrainingOutcome> {
  const { database, shops, clock } = infrastructure;
  const shopIds = config.CARTWISE_TRAIN_SHOPS ?? shops.shops.map(({ id }) => id);
  const unknown = shopIds.filter((shopId) => shops.get(shopId) === undefined);
  if (unknown.length > 0) return { kind: 'failed', reason: `no such shop: ${unknown.join(', ')}` };
  const tensorFlow = await openTensorFlow(config.CARTWISE_TF_BACKEND);
  watcher.backendChosen(`TensorFlow backend: ${tensorFlow.backend} (${tensorFlow.reason})`);
  const tools = {
    ...infrastructure,
    models: new ModelStore(database),
    tensorFlow,
    seed: config.CARTWISE_TRAIN_SEED,
  };
  const outcomes: ShopOutcome[] = [];
  for (const shopId of shopIds) {
    const { show, end } = watcher.shopStarted(shopId);
    const reporter = new ProgressReporter(clock, [
      show,
      logTopicProgress(infrastructure, shopId, randomUUID()),
    ]);
    outcomes.push(await trainShop(tools, new EventArchive(database), shopId, reporter.update).finally(end));
  }
  return { kind: 'finished', backend: tensorFlow.backend, shops: outcomes };
}
