import { setTimeout as sleep } from 'node:timers/promises';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import { historyEvent } from '../traffic/history-event.ts';
import { feedRowOf } from '../traffic/shop.ts';
import { ConsumedEvents, slowestOf } from './consumed-events.ts';
import type { BenchDeployment } from './deployment.ts';
import { GrpcClient } from './grpc-client.ts';
import { RECOMMEND } from './grpc-methods.ts';
import { HttpClient } from './http-client.ts';
import { postEvents } from '../senders/post-events.ts';
import { startNode } from './start-node.ts';

export interface Seed {
  readonly items: number;
  /** Orders of the past year, by the users of the traffic. */
  readonly historyEvents: number;
}

const BATCH_SIZE = 500;
const POLL_MS = 50;
const SWAP_POLLS_MAX = 600;

/** A catalogue, a year of history and a published model; resolves when the gateway serves the model's version. */
export async function seedShop(
  cartwise: BenchDeployment,
  seed: Seed,
): Promise<{ readonly modelVersion: string }> {
  using client = new HttpClient({ url: cartwise.http, apiKey: E2E_KEYS.admin }, 1);
  const rows = Array.from({ length: seed.items }, (_, index) => JSON.stringify(feedRowOf(index)));
  await client.post('/v1/items', rows.join('\n'), 'application/x-ndjson');
  const nowMs = Date.now();
  for (let from = 0; from < seed.historyEvents; from += BATCH_SIZE) {
    const length = Math.min(BATCH_SIZE, seed.historyEvents - from);
    const events = Array.from({ length }, (_, index) => historyEvent(from + index, nowMs, seed.items));
    await postEvents(client, events, { historical: true });
  }
  await untilConsumed(cartwise, seed.historyEvents);
  await train(cartwise);
  return { modelVersion: await servedVersion(cartwise) };
}

/** Resolves when every consumer has applied so many events. */
async function untilConsumed(cartwise: BenchDeployment, events: number): Promise<void> {
  await using consumed = await ConsumedEvents.open(cartwise.connectionString, cartwise.log);
  while (slowestOf(await consumed.read()) < events) await sleep(POLL_MS);
}

async function train(cartwise: BenchDeployment): Promise<void> {
  const trainer = startNode('trainer/src/main', cartwise.environment);
  const code = await trainer.exited();
  if (code !== 0) throw new Error(`training ended with ${code}:\n${trainer.output()}`);
}

async function servedVersion(cartwise: BenchDeployment): Promise<string> {
  using client = new GrpcClient({ address: cartwise.grpc, apiKey: E2E_KEYS.server });
  for (let poll = 0; poll < SWAP_POLLS_MAX; poll++) {
    const reply = await client.call(RECOMMEND, RECOMMEND.request.fromPartial({ userId: 'user-1', limit: 5 }));
    if (reply.modelVersion !== '') return reply.modelVersion;
    await sleep(POLL_MS);
  }
  throw new Error('the gateway never served the model that was trained');
}
