import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { GrpcClient } from '../harness/grpc-client.ts';
import { RECOMMEND } from '../harness/grpc-methods.ts';
import { HttpClient } from '../harness/http-client.ts';
import type { Latencies } from '../harness/latencies.ts';
import { postEvents } from '../senders/post-events.ts';
import { itemOf } from '../traffic/shop.ts';

const SHOPPERS = 20;
const PAUSE_MS = 20;
/** Between two looks: the resolution of the figure. */
const POLL_MS = 1;
/** An event that is not reflected by then is lost, not late. */
const WAIT_MS_MAX = 30_000;

/**
 * One shopper after the other looks at a product; then a recommendation is asked for, again and again, until it says
 * that it reflects a newer profile. Records from the acknowledgement to that reply; resolves to the number of probes.
 */
export async function probeRecommendations(
  cartwise: BenchDeployment,
  items: number,
  latencies: Latencies,
  signal: AbortSignal,
): Promise<number> {
  using http = new HttpClient({ url: cartwise.http, apiKey: E2E_KEYS.write }, 1);
  using grpc = new GrpcClient({ address: cartwise.grpc, apiKey: E2E_KEYS.server });
  const runId = randomUUID();
  let probes = 0;
  while (!signal.aborted) {
    const userId = `${runId}-shopper-${probes % SHOPPERS}`;
    const { profileVersion } = await recommend(grpc, userId);
    await postEvents(http, [viewOf(userId, `${runId}-${probes}`, probes % items)]);
    const ackedMs = performance.now();
    await untilNewer(grpc, userId, profileVersion, ackedMs);
    latencies.record(performance.now() - ackedMs);
    probes += 1;
    await sleep(PAUSE_MS);
  }
  return probes;
}

async function untilNewer(grpc: GrpcClient, userId: string, version: number, sinceMs: number): Promise<void> {
  while ((await recommend(grpc, userId)).profileVersion <= version) {
    if (performance.now() - sinceMs > WAIT_MS_MAX) {
      throw new Error(`no recommendation reflected an event within ${WAIT_MS_MAX} ms`);
    }
    await sleep(POLL_MS);
  }
}

/** With a filter, as a storefront asks. */
const recommend = (grpc: GrpcClient, userId: string) =>
  grpc.call(
    RECOMMEND,
    RECOMMEND.request.fromPartial({
      userId,
      limit: 20,
      filter: {
        categories: [],
        brands: [],
        priceMaxMinor: 10_000,
        includeUnavailable: false,
        expression: '',
      },
    }),
  );

function viewOf(userId: string, messageId: string, index: number): object {
  const { itemId, title, price } = itemOf(index);
  return {
    type: 'track',
    event: 'Product Viewed',
    messageId,
    userId,
    timestamp: new Date().toISOString(),
    properties: { product_id: itemId, name: title, price, currency: 'GBP' },
  };
}
