import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TOPICS, type Event, type Topic } from '#contracts';
import {
  loadConfig,
  openInfrastructure,
  ServiceConfig,
  startService,
  type GrpcTarget,
  type Infrastructure,
  type RunningService,
} from '#service';
import { eventually, freePort, startPostgres, type TestPostgres } from '#test-support';
import { IngestionModule } from '../ingestion.module.ts';
import { TEST_API_KEY, testShops } from './test-shop.ts';

/** The whole app on a database of its own, every port free. */
export interface TestIngestion extends AsyncDisposable {
  readonly infrastructure: Infrastructure;
  readonly service: RunningService;
  readonly httpUrl: string;
  readonly grpc: GrpcTarget;
  /** All that is on a topic now. */
  read<T>(topic: Topic<T>): Promise<{ readonly key: string; readonly value: T | null }[]>;
  events(): Promise<Event[]>;
  /** Waits until what is on the log is in the tables. */
  settle(): Promise<void>;
}

export async function startIngestion(): Promise<TestIngestion> {
  const postgres: TestPostgres = await startPostgres();
  const directory = await mkdtemp(path.join(tmpdir(), 'cartwise-test-ingestion-'));
  const shopsFile = path.join(directory, 'shops.json');
  await writeFile(shopsFile, JSON.stringify({ shops: testShops.shops }));
  const grpcPort = await freePort();
  const config = loadConfig(ServiceConfig, {
    CARTWISE_DATABASE_URL: postgres.connectionString,
    CARTWISE_SHOPS_FILE: shopsFile,
    CARTWISE_ARTIFACTS_DIR: directory,
    CARTWISE_HOST: '127.0.0.1',
    CARTWISE_HTTP_PORT: '0',
    CARTWISE_GRPC_PORT: String(grpcPort),
    CARTWISE_METRICS_PORT: '0',
    CARTWISE_LOG_LEVEL: 'silent',
  });
  const infrastructure = await openInfrastructure('ingestion', config);
  const service = await startService(
    { modules: [IngestionModule], grpcPackages: ['ingestion', 'catalog'], http: true },
    infrastructure,
  );
  const read = <T>(topic: Topic<T>) => readTopic(infrastructure, topic);
  return {
    infrastructure,
    service,
    httpUrl: `http://127.0.0.1:${service.ports.http}`,
    grpc: { address: `127.0.0.1:${grpcPort}`, apiKey: TEST_API_KEY },
    read,
    events: async () => (await read(TOPICS.events)).flatMap(({ value }) => (value ? [value] : [])),
    settle: () => settle(infrastructure),
    async [Symbol.asyncDispose]() {
      await service.stop();
      await infrastructure.close();
      await postgres[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function readTopic<T>({ eventLog }: Infrastructure, topic: Topic<T>) {
  const records: { readonly key: string; readonly value: T | null }[] = [];
  const following = await eventLog.follow({
    topic: topic as unknown as Topic<never>,
    from: 'earliest',
    batchSizeMax: 1_000,
    handle: async (batch) => {
      for (const { key, value } of batch.records) {
        records.push({ key, value: value === null ? null : topic.codec.decode(value) });
      }
    },
  });
  await following.caughtUp;
  await following.stop();
  return records;
}

/** Groups and the topics they read, in the order records flow. */
const FLOW = [
  ['ingestion-raw', TOPICS.eventsRaw],
  ['archive', TOPICS.events],
  ['rejected', TOPICS.eventsRejected],
] as const;

async function settle({ eventLog, database }: Infrastructure): Promise<void> {
  for (const [group, topic] of FLOW) {
    await eventually(`${group} has read all`, async () => {
      const lag = await eventLog.lag(group, topic as unknown as Topic<never>);
      const outbox = await database.query('SELECT 1 FROM event_log.outbox LIMIT 1');
      return [...lag.values()].every((behind) => behind === 0) && outbox.length === 0 ? true : undefined;
    });
  }
}
