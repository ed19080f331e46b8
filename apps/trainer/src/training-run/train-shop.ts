import type { ShopId } from '#contracts';
import { ItemStore, type EventArchive } from '#database';
import path from 'node:path';
import type { Progress } from '#ml';
import { UnfinishedRun } from '../checkpoint/unfinished-run.ts';
import type { ImageReport } from '../images/read-item-images.ts';
import { itemAttributesOf } from './item-attributes-of.ts';
import { readHistory, type TrainingHistory } from './read-history.ts';
import { partOf } from './part-of.ts';
import { trainFraudVersion } from './train-fraud-version.ts';
import { trainRecommenderVersion } from './train-recommender-version.ts';
import type { ModelOutcome, ShopOutcome } from './training-outcome.ts';
import type { TrainingTools } from './training-tools.ts';

/** Where the parts of a run begin, by their usual share of its time. */
const STARTS = { read: 0, catalogue: 0.08, recommender: 0.1, fraud: 0.85, end: 1 } as const;

/** What a run has before the fraud model. */
interface Beginning {
  readonly history: TrainingHistory;
  readonly images: ImageReport | undefined;
  readonly models: readonly ModelOutcome[];
}

type TrainedShop = Extract<ShopOutcome, { kind: 'trained' }>;

/** One run of one shop: read the archive up to now, train the models that are asked for, publish what wins. */
export async function trainShop(
  tools: TrainingTools,
  archive: EventArchive,
  shopId: ShopId,
  progress: Progress,
): Promise<TrainedShop> {
  const { history, images, models } = tools.kinds.has('recommender')
    ? await trainResumably(tools, archive, shopId, progress)
    : await readOnly(tools, archive, shopId, progress);
  const fraud = tools.kinds.has('fraud')
    ? [await trainFraudVersion(tools, shopId, history, partOf(progress, STARTS.fraud, STARTS.end))]
    : [];
  progress('done', 1);
  return {
    kind: 'trained',
    shopId,
    models: [...models, ...fraud],
    ...(images === undefined ? {} : { images }),
  };
}

/** What a training of fraud models alone begins with: it takes too short a time to be worth checkpoints. */
async function readOnly(
  tools: TrainingTools,
  archive: EventArchive,
  shopId: ShopId,
  progress: Progress,
): Promise<Beginning> {
  const history = await read(archive, shopId, tools.clock(), partOf(progress, STARTS.read, STARTS.fraud));
  return { history, images: undefined, models: [] };
}

/**
 * What takes long goes on where a run that was killed has left it. Only a kill leaves it so: an error would come again from
 * the same checkpoints.
 */
async function trainResumably(
  tools: TrainingTools,
  archive: EventArchive,
  shopId: ShopId,
  progress: Progress,
): Promise<Beginning> {
  const run = await UnfinishedRun.open(path.join(tools.checkpointsDir, shopId), tools.clock(), tools.logger);
  try {
    const history = await read(archive, shopId, run.asOfMs, partOf(progress, STARTS.read, STARTS.catalogue));
    const { attributes, images } = await itemAttributesOf(
      tools,
      new ItemStore(tools.database),
      shopId,
      partOf(progress, STARTS.catalogue, STARTS.recommender),
    );
    const recommender = await trainRecommenderVersion(
      { ...tools, checkpoints: run },
      shopId,
      attributes === undefined ? history.dataSet : { ...history.dataSet, attributes },
      partOf(progress, STARTS.recommender, STARTS.fraud),
    );
    return { history, images, models: [recommender] };
  } finally {
    await run.end();
  }
}

/** Events are counted first only to say how far the reading is. */
async function read(
  archive: EventArchive,
  shopId: ShopId,
  asOfMs: number,
  progress: Progress,
): Promise<TrainingHistory> {
  const eventsTotal = Math.max(1, await archive.count(shopId));
  return readHistory(archive, shopId, asOfMs, (eventsRead) =>
    progress('reading events', Math.min(1, eventsRead / eventsTotal)),
  );
}
