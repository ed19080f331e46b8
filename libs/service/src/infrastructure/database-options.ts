import type { DatabaseOptions } from '#database';
import type { ServiceConfig } from '../config/service-config.ts';

/** Answering someone who waits, or work that reads whole tables and that nobody waits for. */
export type DatabaseWork = 'serving' | 'batch';

/** How a process with this configuration opens its database. */
export function databaseOptions(config: ServiceConfig, work: DatabaseWork): DatabaseOptions {
  const longTimeoutMs = config.CARTWISE_DATABASE_LONG_STATEMENT_TIMEOUT_MS;
  return {
    connectionString: config.CARTWISE_DATABASE_URL,
    poolSizeMax: config.CARTWISE_DATABASE_POOL,
    statementTimeoutMs: work === 'batch' ? longTimeoutMs : config.CARTWISE_DATABASE_STATEMENT_TIMEOUT_MS,
    migrationTimeoutMs: longTimeoutMs,
  };
}
