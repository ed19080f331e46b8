import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '#database';
import { freePort, startKafka } from '#test-support';
import { writeShopsFile } from '../../e2e/deployment.ts';
import { NO_RATE_LIMITS, type BenchDeployment, type DeploymentOptions } from './deployment.ts';
import { postgresSettings } from './postgres-settings.ts';
import { newDataDir } from './start-all-in-one.ts';
import { startRestartable } from './restartable.ts';

const APPS = ['ingestion', 'profiles', 'anomaly', 'gateway'] as const;
type App = (typeof APPS)[number];

export interface SeparateProcesses extends BenchDeployment {
  /** host:port of anomaly's own gRPC door, behind the gateway's. */
  readonly fraudGrpc: string;
}

/** Every service in a process of its own, on a durable PostgreSQL and, where that is the log, a real Kafka. */
export async function startSeparateProcesses(options: DeploymentOptions): Promise<SeparateProcesses> {
  // Ended in reverse.
  const started: (() => PromiseLike<void>)[] = [];
  const stop = async () => {
    for (const end of started.toReversed()) await end();
  };
  try {
    return { ...(await startAll(options, started)), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  { log, profileDir }: DeploymentOptions,
  started: (() => PromiseLike<void>)[],
): Promise<Omit<SeparateProcesses, keyof AsyncDisposable>> {
  const folder = await newDataDir();
  started.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  started.push(() => postgres.stop());
  const kafka = log === 'kafka' ? await startKafka() : undefined;
  if (kafka !== undefined) started.push(() => kafka[Symbol.asyncDispose]());
  const topicPrefix = `bench-${randomUUID()}.`;
  const common = {
    CARTWISE_DATABASE_URL: postgres.connectionString,
    CARTWISE_EVENT_LOG: log,
    ...(kafka === undefined
      ? {}
      : {
          CARTWISE_KAFKA_BROKERS: kafka.brokers.join(','),
          CARTWISE_KAFKA_TOPIC_PREFIX: topicPrefix,
        }),
    CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
    CARTWISE_ARTIFACTS_DIR: path.join(folder, 'artifacts'),
    CARTWISE_HOST: '127.0.0.1',
    ...NO_RATE_LIMITS,
  };
  const ports = await portsOfApps();
  const start = async (app: App) => {
    const environment = { ...common, ...addresses(ports), ...portVariables(ports[app]) };
    const options = { metricsPort: ports[app].metrics, profileDir };
    const child = await startRestartable(app, `${app}/src/main`, environment, options);
    started.push(() => child[Symbol.asyncDispose]());
    return child;
  };
  const starts = await Promise.allSettled(APPS.map(start));
  const processes = starts.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return {
    http: `http://127.0.0.1:${ports.ingestion.http}`,
    grpc: `127.0.0.1:${ports.gateway.grpc}`,
    fraudGrpc: `127.0.0.1:${ports.anomaly.grpc}`,
    connectionString: postgres.connectionString,
    log: kafka === undefined ? { kind: 'postgres' } : { kind: 'kafka', topicPrefix },
    processes,
    ...(kafka === undefined ? {} : { restartBroker: () => kafka.restart() }),
    environment: common,
    figures: {
      deployment: 'separate processes: ingestion, profiles, anomaly, gateway',
      eventLog: kafka === undefined ? 'postgres' : 'kafka, one broker',
      ...(await postgresSettings(postgres.connectionString)),
    },
  };
}

interface Ports {
  readonly grpc: number;
  readonly http: number;
  readonly metrics: number;
}

async function portsOfApps(): Promise<Readonly<Record<App, Ports>>> {
  const take = async (): Promise<Ports> => ({
    grpc: await freePort(),
    http: await freePort(),
    metrics: await freePort(),
  });
  return { ingestion: await take(), profiles: await take(), anomaly: await take(), gateway: await take() };
}

const addresses = (ports: Readonly<Record<App, Ports>>) => ({
  CARTWISE_INGESTION_ADDRESS: `127.0.0.1:${ports.ingestion.grpc}`,
  CARTWISE_FRAUD_ADDRESS: `127.0.0.1:${ports.anomaly.grpc}`,
  CARTWISE_PROFILES_ADDRESS: `127.0.0.1:${ports.profiles.grpc}`,
});

const portVariables = (ports: Ports) => ({
  CARTWISE_GRPC_PORT: String(ports.grpc),
  CARTWISE_HTTP_PORT: String(ports.http),
  CARTWISE_METRICS_PORT: String(ports.metrics),
});
