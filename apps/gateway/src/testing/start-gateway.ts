import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  loadConfig,
  openInfrastructure,
  ServiceConfig,
  startService,
  type GrpcTarget,
  type Infrastructure,
} from '#service';
import { freePort, startPostgres } from '#test-support';
import { GatewayModule } from '../gateway.module.ts';
import { THREAD_ENTRY } from '../recommenders/threaded-recommenders.ts';
import { builtThread } from './built-thread.ts';
import { SHOP } from './samples.ts';

const ADMIN_KEY = 'test-key-of-the-first-shop';
export const SERVER_KEY = 'test-server-key-of-the-first-shop';
export const WRITE_KEY = 'test-write-key-of-the-first-shop';
/** Used once, it waits for a quarter of an hour. */
export const SLOW_KEY = 'test-slow-key-of-the-first-shop';
const KEYS = [
  { key: ADMIN_KEY, role: 'admin' },
  { key: SERVER_KEY, role: 'server' },
  { key: WRITE_KEY, role: 'write' },
  { key: SLOW_KEY, role: 'server', requestsPerSecond: 0.001 },
];

const GATEWAY = {
  module: GatewayModule,
  providers: [{ provide: THREAD_ENTRY, useFactory: builtThread }],
};

/** The whole app on a database of its own. */
export interface TestGateway extends AsyncDisposable {
  readonly infrastructure: Infrastructure;
  readonly target: GrpcTarget;
  /** Ends the service and starts it anew on what is stored. */
  restart(): Promise<void>;
}

export async function startGateway(): Promise<TestGateway> {
  const postgres = await startPostgres();
  const directory = await mkdtemp(path.join(tmpdir(), 'cartwise-test-gateway-'));
  const shopsFile = path.join(directory, 'shops.json');
  const shops = [{ id: SHOP, keys: KEYS, hashKey: 'k'.repeat(32), currency: 'GBP' }];
  await writeFile(shopsFile, JSON.stringify({ shops }));
  const grpcPort = await freePort();
  const config = loadConfig(ServiceConfig, {
    CARTWISE_DATABASE_URL: postgres.connectionString,
    CARTWISE_SHOPS_FILE: shopsFile,
    CARTWISE_ARTIFACTS_DIR: path.join(directory, 'artifacts'),
    CARTWISE_HOST: '127.0.0.1',
    CARTWISE_GRPC_PORT: String(grpcPort),
    CARTWISE_METRICS_PORT: '0',
    CARTWISE_LOG_LEVEL: 'silent',
  });
  const infrastructure = await openInfrastructure('gateway', config);
  const start = () =>
    startService({ modules: [GATEWAY], grpcPackages: ['recommendation', 'models'] }, infrastructure);
  let service = await start();
  return {
    infrastructure,
    target: { address: `127.0.0.1:${grpcPort}`, apiKey: ADMIN_KEY },
    async restart() {
      await service.stop();
      // The new modules register their own.
      infrastructure.metrics.clear();
      service = await start();
    },
    async [Symbol.asyncDispose]() {
      await service.stop();
      await infrastructure.close();
      await postgres[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
