import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations.ts';

/** To connect, and to wait for a connection of the pool. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A process that stopped in the middle of a transaction gives its locks back. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
/** The server cancels a late statement and says so; one that does not answer at all is given up this much later. */
const CANCEL_GRACE_MS = 5_000;

/** A data source on which every wait is bounded: a hung server fails its callers instead of holding them. */
export function connect(options: {
  readonly connectionString: string;
  readonly poolSizeMax: number;
  readonly statementTimeoutMs: number;
}): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: options.connectionString,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
    poolSize: options.poolSizeMax,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'cartwise',
    // Handed to pg as they are.
    extra: {
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + CANCEL_GRACE_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
    },
  }).initialize();
}

/** TypeORM types its driver by the interface all databases share; a postgres driver holds a pg pool. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { readonly master: Pool }).master;
}
