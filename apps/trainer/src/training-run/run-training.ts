import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { ShopId } from '#contracts';
import { EventArchive, ModelStore, TrainingAttempts } from '#database';
import { openTensorFlow } from '#ml';
import type { Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import type { ProgressSink } from '../progress/progress-reporter.ts';
import { ProgressReporter } from '../progress/progress-reporter.ts';
import { logTopicProgress } from '../progress/log-topic-progress.ts';
import { searchTools } from '../search/search-tools.ts';
import { trainShop } from './train-shop.ts';
import { trainEach } from './train-each.ts';
import type { TrainingOutcome } from './training-outcome.ts';

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
  // First of all: what breaks off from here on was an attempt too, and is not tried again before its time.
  await new TrainingAttempts(database).record(shopIds, clock());
  const tensorFlow = await openTensorFlow(config.CARTWISE_TF_BACKEND);
  watcher.backendChosen(`TensorFlow backend: ${tensorFlow.backend} (${tensorFlow.reason})`);
  const tools = {
    ...infrastructure,
    models: new ModelStore(database),
    tensorFlow,
    seed: config.CARTWISE_TRAIN_SEED,
    kinds: new Set(config.CARTWISE_TRAIN_MODELS),
    search: (shopId: ShopId) => searchTools(config, shopId, clock),
    imagesFolder: config.CARTWISE_IMAGES_DIR,
    challengers: config.CARTWISE_TRAIN_CHALLENGERS,
    checkpointsDir:
      config.CARTWISE_CHECKPOINTS_DIR ?? path.join(config.CARTWISE_ARTIFACTS_DIR, '.checkpoints'),
  };
  const shopOutcomes = await trainEach(shopIds, infrastructure.logger, async (shopId) => {
    const { show, end } = watcher.shopStarted(shopId);
    const reporter = new ProgressReporter(clock, [
      show,
      logTopicProgress(infrastructure, shopId, randomUUID()),
    ]);
    return trainShop(tools, new EventArchive(database), shopId, reporter.update).finally(end);
  });
  return { kind: 'finished', backend: tensorFlow.backend, shops: shopOutcomes };
}
