import { Registry, collectDefaultMetrics } from 'prom-client';
import { ALL_TOPICS } from '#contracts';
import { Database } from '#database';
import { openEventLog, OutboxRelay, type EventLog } from '#event-log';
import { systemClock, type Clock } from '../config/clock.ts';
import type { ServiceConfig } from '../config/service-config.ts';
import { createLogger, type Logger } from '../logging/logger.ts';
import { Health } from '../observability/health.ts';
import { ShopDirectory } from '../shops/shop-directory.ts';
import { ArtifactFolder, type ArtifactStore } from './artifact-folder.ts';

/** What a process shares among its modules; opened before Nest starts, closed after it has stopped. */
export interface Infrastructure {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly shops: ShopDirectory;
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly outbox: OutboxRelay;
  readonly artifacts: ArtifactStore;
  readonly metrics: Registry;
  readonly health: Health;
  close(): Promise<void>;
}

export async function openInfrastructure(service: string, config: ServiceConfig): Promise<Infrastructure> {
  const logger = createLogger({ service, level: config.CARTWISE_LOG_LEVEL, file: config.CARTWISE_LOG_FILE });
  const shops = await ShopDirectory.fromFile(config.CARTWISE_SHOPS_FILE);
  const database = await Database.open({ connectionString: config.CARTWISE_DATABASE_URL });
  const eventLog = await openEventLog({
    ...eventLogAdapter(service, config),
    connectionString: config.CARTWISE_DATABASE_URL,
    runInTransaction: (work) => database.transaction(work),
    logger,
  });
  await eventLog.createTopics(ALL_TOPICS);
  const outbox = new OutboxRelay({ connectionString: config.CARTWISE_DATABASE_URL, eventLog, logger });
  outbox.start();
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metrics });
  const health = new Health();
  health.addCheck('database', async () => {
    await database.query('SELECT 1');
  });
  return {
    config,
    logger,
    clock: systemClock,
    shops,
    database,
    eventLog,
    outbox,
    artifacts: new ArtifactFolder(config.CARTWISE_ARTIFACTS_DIR),
    metrics,
    health,
    async close() {
      await outbox.stop();
      await eventLog.close();
      await database.close();
      logger.flush();
    },
  };
}

function eventLogAdapter(service: string, config: ServiceConfig) {
  if (config.CARTWISE_EVENT_LOG === 'postgres') return { kind: 'postgres' } as const;
  return {
    kind: 'kafka',
    brokers: config.CARTWISE_KAFKA_BROKERS,
    clientId: `cartwise-${service}`,
    topicPrefix: config.CARTWISE_KAFKA_TOPIC_PREFIX,
  } as const;
}
