import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, openInfrastructure, ServiceConfig, type Infrastructure } from '#service';
import { E2E_KEYS } from '../../../e2e/deployment.ts';
import type { BenchOptions, Figures, Measured } from '../../bench.ts';
import { GrpcClient } from '../../harness/grpc-client.ts';
import { RECOMMEND } from '../../harness/grpc-methods.ts';
import { startSeparateProcesses } from '../../harness/start-separate-processes.ts';
import { userIdOf, type ShopSize } from './large-shop.ts';
import { seedLargeShop } from './seed-large-shop.ts';

const POLL_MS = 100;
const POLLS_MAX = 1_200;

/** A large shop that is being served. */
export interface LargeShopServed {
  /** host:port of the gateway. */
  readonly address: string;
  readonly infrastructure: Infrastructure;
  readonly size: ShopSize;
  readonly times: { readonly warmupSeconds: number; readonly seconds: number };
  readonly config: Figures;
}

/** Opens a large shop, has it measured, and closes it again. */
export async function withLargeShop(
  options: BenchOptions,
  measure: (shop: LargeShopServed) => Promise<Measured>,
): Promise<Measured> {
  const size = options.quick ? { items: 1_000, users: 2_000 } : { items: 100_000, users: 200_000 };
  const times = options.quick
    ? { warmupSeconds: 0.5, seconds: 1 }
    : { warmupSeconds: 10, seconds: options.seconds ?? 20 };
  await using cartwise = await startSeparateProcesses(options);
  const config = loadConfig(ServiceConfig, { ...cartwise.environment, CARTWISE_LOG_LEVEL: 'warn' });
  const infrastructure = await openInfrastructure('bench', config, 'batch');
  try {
    const { modelVersion } = await seedLargeShop(infrastructure, size, options);
    await untilServed(cartwise.grpc, modelVersion);
    return await measure({
      address: cartwise.grpc,
      infrastructure,
      size,
      times,
      config: {
        ...cartwise.figures,
        ...size,
        dimensions: 64,
        modelVersion,
        load: 'from another process; perSecond is of a closed loop, the latencies of an open loop at half of it; the echo answers one reply of the service, in the same run',
        filter: 'in stock, price range, what was bought already, 3 items shown on the page',
        ...times,
      },
    });
  } finally {
    await infrastructure.close();
  }
}

async function untilServed(address: string, modelVersion: string): Promise<void> {
  using client = new GrpcClient({ address, apiKey: E2E_KEYS.server });
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const reply = await client.call(RECOMMEND, RECOMMEND.request.fromPartial({ userId: userIdOf(0) }));
    if (reply.modelVersion === modelVersion && reply.items.length > 0) return;
    await sleep(POLL_MS);
  }
  throw new Error('the gateway never served the model');
}
