import { setTimeout as sleep } from 'node:timers/promises';
import { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { EventArchive, ModelStore } from '#database';
import { callGrpc, keyFor, type GrpcTarget, type Role, type Shop } from '#service';
import type { AllInOne } from './start-all-in-one.ts';

/** How long the gateway may take from "published" to "serves". */
const SWAP_TIMEOUT_MS = 10_000;
const SWAP_POLL_MS = 250;
const GRPCURL_METHOD = 'cartwise.recommendation.v1.RecommendationService/Recommend';

const KEY_HOLDERS: readonly (readonly [Role, string])[] = [
  ['write', 'pages and apps: sends events, may be public'],
  ['server', 'your backend: also catalogue, history, recommendations, scoring, alerts'],
  ['admin', 'people: also models and rejected events; the command line uses it'],
];

/** Tells where everything is, and shows the first recommendation for a real customer. */
export async function announce(cartwise: AllInOne): Promise<void> {
  const { config, shops, database } = cartwise.infrastructure;
  const { ports } = cartwise.service;
  const grpc = `127.0.0.1:${config.CARTWISE_GRPC_PORT}`;
  console.log(`
Cartwise is running.
  events and catalogue   http://127.0.0.1:${ports.http}/v1/batch   (Segment's tracking API)
  gRPC                   ${grpc}                   (reflection and health are on)
  metrics and health     http://127.0.0.1:${ports.metrics}/metrics, /health/ready
  log                    ${cartwise.home.logFile}
  shops and API keys     ${config.CARTWISE_SHOPS_FILE}`);
  const [shop] = shops.shops;
  if (shop === undefined) return;
  announceKeys(shop);
  const userId = await new EventArchive(database).newestBuyer(shop.id);
  const apiKey = keyFor(shop, 'server');
  if (userId === undefined || apiKey === undefined) return;
  const hasModel = (await new ModelStore(database).champion(shop.id, 'recommender')) !== undefined;
  const reply = await firstRecommendation({ address: grpc, apiKey }, userId, hasModel);
  console.log(`\nFor customer ${userId} it recommends (${reply.modelVersion || reply.degradedReason}):`);
  for (const item of reply.items)
    console.log(`  ${item.itemId.padEnd(8)} ${item.title.padEnd(40)} ${item.reason}`);
  console.log(`
Ask again:
  npx cartwise recommend ${userId}
  grpcurl -plaintext -H 'x-api-key: ${apiKey}' -d '{"user_id":"${userId}","limit":5}' ${grpc} ${GRPCURL_METHOD}
Then try:
  npx cartwise models list          npx cartwise alerts tail          npx cartwise verify
Ctrl-C stops it.`);
}

/** One key of each role, and who is to have it. */
function announceKeys(shop: Shop): void {
  for (const [role, holder] of KEY_HOLDERS) {
    const key = shop.keys.find((one) => one.role === role)?.key;
    if (key !== undefined) console.log(`    ${`${role} key`.padEnd(21)}${key}   (${holder})`);
  }
}

/** Asks until the published model serves, if there is one: the swap follows the publication by moments. */
async function firstRecommendation(
  target: GrpcTarget,
  userId: string,
  hasModel: boolean,
): Promise<RecommendResponse> {
  const deadline = Date.now() + SWAP_TIMEOUT_MS;
  for (;;) {
    const reply = await callGrpc<RecommendResponse>(
      target,
      { package: 'recommendation', service: 'RecommendationService', method: 'recommend' },
      { userId, limit: 5 },
    );
    if (reply.modelVersion !== '' || !hasModel || Date.now() > deadline) return reply;
    await sleep(SWAP_POLL_MS);
  }
}
