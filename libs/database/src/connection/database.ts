import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations.ts';

/** Where a statement runs: the pool (its own transaction) or one open transaction. */
export interface Sql {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  /** Most connections at once; PostgreSQL allows 100 by default, shared by every process. */
  readonly poolSizeMax?: number;
}

const POOL_SIZE_MAX = 10;
/** Any number, the same in every process: whoever holds it migrates. */
const MIGRATION_LOCK = 7_201_984;

/** The database of a process: TypeORM's data source for entities and migrations, pg's own client for hot SQL. */
export class Database implements Sql {
  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: Pool,
  ) {}

  /** Connects and brings the schema up to date. Throws when the server does not answer. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const dataSource = await new DataSource({
      type: 'postgres',
      url: options.connectionString,
      migrations: [...MIGRATIONS],
      migrationsTableName: 'schema_migration',
      poolSize: options.poolSizeMax ?? POOL_SIZE_MAX,
      applicationName: 'cartwise',
    }).initialize();
    // TypeORM types its driver by the interface all databases share; a postgres driver holds a pg pool.
    const { master } = dataSource.driver as unknown as { readonly master: Pool };
    const database = new Database(dataSource, master);
    await database.migrate();
    return database;
  }

  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query<Row & QueryResultRow>(sql, [...values]);
    return result.rows;
  }

  /** Runs work in one transaction: commits when it resolves, rolls back when it throws. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    // A connection lost between two statements fails the next one; unheard, it would end the process.
    client.on('error', ignore);
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(sqlOf(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** One process migrates, the others wait for it. */
  private async migrate(): Promise<void> {
    const client = await this.pool.connect();
    client.on('error', ignore);
    try {
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await this.dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      client.off('error', ignore);
      client.release();
    }
  }
}

function ignore(): void {}

function sqlOf(client: PoolClient): Sql {
  return {
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      const result = await client.query<Row & QueryResultRow>(sql, [...values]);
      return result.rows;
    },
  };
}

/** A client that cannot roll back is broken: the pool must not reuse it. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
