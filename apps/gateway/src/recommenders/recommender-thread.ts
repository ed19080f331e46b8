import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { loadRecommender, type ServingRecommender } from '#ml';
import { openRecommender, TRENDING_MAX } from './open-recommender.ts';
import type { AskMessage, FromThread, OpenMessage, ToThread } from './thread-messages.ts';

// The entry of the thread of `ThreadedRecommenders`: it holds the models and answers one question after the other.

/** Lists that are made ahead of need must not take the processor from those who answer. */
const NICENESS = 5;
// On Linux alone a thread has a priority of its own.
if (process.platform === 'linux') setPriority(NICENESS);

const models = new Map<number, ServingRecommender>();

function open({ model, artifactSha256, files, nowMs }: OpenMessage) {
  const { recommender, trending } = openRecommender(
    { artifactSha256 },
    new Map(files),
    loadRecommender,
    nowMs,
  );
  models.set(model, recommender);
  return { itemIds: recommender.itemIds, trending, learnsFromMs: recommender.learnsFromMs };
}

function answer(message: AskMessage) {
  const model = models.get(message.model);
  if (model === undefined) throw new Error('the model was released');
  switch (message.kind) {
    case 'recommend':
      return model.recommend(message.ask.shopper, message.ask.k).arrays;
    case 'describe':
      return model.describe(message.ask.items);
    case 'rankItems':
      return model.rankItems(message.ask.shopper, message.ask.itemIds).arrays;
    case 'similar':
      return model.similar(message.ask.itemId, message.ask.k).arrays;
    case 'boughtTogether':
      return model.boughtTogether(message.ask.itemIds, message.ask.k).arrays;
    case 'explain':
      return model.explain(message.ask.shopper, message.ask.itemId);
    case 'learn':
      return { ...model.learn(message.ask.interactions), trending: model.trending(TRENDING_MAX).arrays };
  }
}

const send = (message: FromThread): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'release') {
    models.delete(message.model);
    return;
  }
  try {
    send({ id: message.id, answer: message.kind === 'open' ? open(message) : answer(message) });
  } catch (error) {
    send({ id: message.id, error: error instanceof Error ? error : new Error(String(error)) });
  }
});
