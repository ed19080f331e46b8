import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profileKey, recordKey, TOPICS, type Event } from '#contracts';
import { callGrpc, loadConfig, openInfrastructure, ServiceConfig, startService, type Shop } from '#service';
import { freePort, startPostgres } from '#test-support';
import type { Infrastructure } from '#service';
import { AnomalyModule } from '../anomaly.module.ts';
import { TEST_SHOP_ID } from './test-event.ts';

export const SERVER_KEY = 'test-key-0123456789';
const ADMIN_KEY = 'test-admin-key-0123456789';

/** The anomaly service on a PostgreSQL of its own, as a shop's programs reach it. */
export interface RunningAnomaly extends AsyncDisposable {
  readonly infrastructure: Infrastructure;
  readonly address: string;
  /** Calls a method of a service of cartwise.fraud.v1; with the key of the role admin unless told. */
  call<Reply>(service: string, method: string, request: object, apiKey?: string): Promise<Reply>;
  /** Puts events on events.v1, as ingestion does. */
  append(events: readonly Event[]): Promise<void>;
}

export async function startAnomaly(shop: Partial<Shop> = {}): Promise<RunningAnomaly> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-anomaly-'));
  const postgres = await startPostgres();
  const shopsFile = path.join(folder, 'shops.json');
  const keys = [
    { key: SERVER_KEY, role: 'server' },
    { key: ADMIN_KEY, role: 'admin' },
  ];
  const own = { id: TEST_SHOP_ID, keys, hashKey: 'x'.repeat(32), currency: 'GBP', ...shop };
  await writeFile(shopsFile, JSON.stringify({ shops: [own] }));
  const port = await freePort();
  const infrastructure = await openInfrastructure(
    'anomaly',
    loadConfig(ServiceConfig, {
      CARTWISE_DATABASE_URL: postgres.connectionString,
      CARTWISE_SHOPS_FILE: shopsFile,
      CARTWISE_ARTIFACTS_DIR: folder,
      CARTWISE_HOST: '127.0.0.1',
      CARTWISE_GRPC_PORT: String(port),
      CARTWISE_METRICS_PORT: '0',
      CARTWISE_LOG_LEVEL: 'silent',
    }),
  );
  const service = await startService({ modules: [AnomalyModule], grpcPackages: ['fraud'] }, infrastructure);
  const address = `127.0.0.1:${port}`;
  return {
    infrastructure,
    address,
    call: (name, method, request, apiKey = ADMIN_KEY) =>
      callGrpc({ address, apiKey }, { package: 'fraud', service: name, method }, request),
    async append(events) {
      await infrastructure.eventLog.append(
        TOPICS.events,
        events.map((event) => ({ key: recordKey(event.shopId, profileKey(event)), value: event })),
      );
    },
    async [Symbol.asyncDispose]() {
      await service.stop();
      await infrastructure.close();
      await postgres[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
