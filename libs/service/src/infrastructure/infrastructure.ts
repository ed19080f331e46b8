import { Registry, collectDefaultMetrics } from 'prom-client';
import { ALL_TOPICS } from '#contracts';
import { Database } from '#database';
import { openEventLog, OutboxRelay, type EventLog } from '#event-log';
import { Access } from '../access/access.ts';
import { RateLimits } from '../access/rate-limits.ts';
import { systemClock, type Clock } from '../config/clock.ts';
import type { ServiceConfig } from '../config/service-config.ts';
import { createLogger, type Logger } from '../logging/logger.ts';
import { Health } from '../observability/health.ts';
import { ShopDirectory } from '../shops/shop-directory.ts';
import { ArtifactFolder, type ArtifactStore } from './artifact-folder.ts';
import { databaseOptions, type DatabaseWork } from './database-options.ts';
import { kafkaAccess } from './kafka-access.ts';
import { reach } from './reach.ts';

/** What a process shares among its modules; opened before Nest starts, closed after it has stopped. */
export interface Infrastructure {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly shops: ShopDirectory;
  readonly access: Access;
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly outbox: OutboxRelay;
  readonly artifacts: ArtifactStore;
  readonly metrics: Registry;
  readonly health: Health;
  close(): Promise<void>;
}

/** `work` says how long a statement may take; see databaseOptions. Throws a StartError when a server does not answer. */
export async function openInfrastructure(
  service: string,
  config: ServiceConfig,
  work: DatabaseWork = 'serving',
): Promise<Infrastructure> {
  const logger = createLogger({ service, level: config.CARTWISE_LOG_LEVEL, file: config.CARTWISE_LOG_FILE });
  const shops = await ShopDirectory.fromFile(config.CARTWISE_SHOPS_FILE);
  const database = await reach('the database of CARTWISE_DATABASE_URL', () =>
    Database.open(databaseOptions(config, work)),
  );
  const eventLog = await openEventLog({
    ...(await eventLogAdapter(service, config)),
    connectionString: config.CARTWISE_DATABASE_URL,
    runInTransaction: (work) => database.transaction(work),
    logger,
  });
  await reach('Kafka at CARTWISE_KAFKA_BROKERS', () => eventLog.createTopics(ALL_TOPICS));
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
    access: new Access(shops, rateLimits(config, metrics)),
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

function rateLimits(config: ServiceConfig, metrics: Registry): RateLimits {
  return new RateLimits({
    eventsPerSecond: config.CARTWISE_RATE_EVENTS_PER_SECOND,
    requestsPerSecond: config.CARTWISE_RATE_REQUESTS_PER_SECOND,
    nowMs: () => performance.now(),
    metrics,
  });
}

async function eventLogAdapter(service: string, config: ServiceConfig) {
  if (config.CARTWISE_EVENT_LOG === 'postgres') return { kind: 'postgres' } as const;
  return {
    kind: 'kafka',
    brokers: config.CARTWISE_KAFKA_BROKERS,
    ...(await kafkaAccess(config)),
    clientId: `cartwise-${service}`,
    topicPrefix: config.CARTWISE_KAFKA_TOPIC_PREFIX,
  } as const;
}
