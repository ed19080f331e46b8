import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { freePort, startKafka, startPostgres, startProcess, type TestProcess } from '#test-support';
import { E2E_KEYS, ready, writeShopsFile, type Deployment } from './deployment.ts';
import { operationsOn } from './deployment-operations.ts';

const APPS = ['ingestion', 'profiles', 'anomaly', 'gateway'] as const;
type App = (typeof APPS)[number];

interface Ports {
  readonly grpc: number;
  readonly http: number;
  readonly metrics: number;
}

/** Every service in a process of its own, on a real Kafka and a real PostgreSQL. */
export async function startSeparateProcesses(): Promise<Deployment> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-e2e-'));
  const [kafka, postgres] = await Promise.all([startKafka(), startPostgres()]);
  const topicPrefix = `e2e-${randomUUID()}.`;
  const common = {
    CARTWISE_DATABASE_URL: postgres.connectionString,
    CARTWISE_EVENT_LOG: 'kafka',
    CARTWISE_KAFKA_BROKERS: kafka.brokers.join(','),
    CARTWISE_KAFKA_TOPIC_PREFIX: topicPrefix,
    CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
    CARTWISE_ARTIFACTS_DIR: path.join(folder, 'artifacts'),
    CARTWISE_HOST: '127.0.0.1',
    CARTWISE_TF_BACKEND: 'cpu',
  };
  const ports = new Map<App, Ports>();
  for (const app of APPS) {
    const [grpc, http, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
    ports.set(app, { grpc, http, metrics });
  }
  const port = (app: App, of: keyof Ports) => ports.get(app)?.[of] ?? 0;
  const addresses = {
    CARTWISE_INGESTION_ADDRESS: `127.0.0.1:${port('ingestion', 'grpc')}`,
    CARTWISE_FRAUD_ADDRESS: `127.0.0.1:${port('anomaly', 'grpc')}`,
    CARTWISE_PROFILES_ADDRESS: `127.0.0.1:${port('profiles', 'grpc')}`,
  };
  const processes = APPS.map((app): readonly [App, TestProcess] => [
    app,
    startProcess(`${app}/src/main`, {
      ...common,
      ...addresses,
      CARTWISE_GRPC_PORT: String(port(app, 'grpc')),
      CARTWISE_HTTP_PORT: String(port(app, 'http')),
      CARTWISE_METRICS_PORT: String(port(app, 'metrics')),
    }),
  ]);
  await Promise.all(processes.map(([app, child]) => ready(app, child, port(app, 'metrics'))));
  return {
    grpc: { address: `127.0.0.1:${port('gateway', 'grpc')}`, apiKey: E2E_KEYS.admin },
    http: `http://127.0.0.1:${port('ingestion', 'http')}`,
    ...operationsOn({
      environment: common,
      connectionString: postgres.connectionString,
      log: { kind: 'kafka', brokers: kafka.brokers, topicPrefix, clientId: 'another-system' },
    }),
    output: () => processes.map(([app, child]) => `--- ${app}\n${child.output()}`).join('\n'),
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map(([, child]) => child[Symbol.asyncDispose]()));
      await Promise.all([kafka[Symbol.asyncDispose](), postgres[Symbol.asyncDispose]()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
