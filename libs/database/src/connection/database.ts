import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { connect, poolOf } from './connect.ts';
import { migrate } from './migrate.ts';
import { prepared } from './prepared.ts';

/** Where a statement runs: the pool (its own transaction) or one open transaction. */
export interface Sql {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  /** Most connections at once; PostgreSQL allows 100 by default, shared by every process. */
  readonly poolSizeMax?: number;
  /** A statement that takes longer fails; default 30 s. */
  readonly statementTimeoutMs?: number;
  /** The same for migrations, which may rewrite a table; default 1 h. */
  readonly migrationTimeoutMs?: number;
}

const POOL_SIZE_MAX = 10;
const STATEMENT_TIMEOUT_MS = 30_000;
const MIGRATION_TIMEOUT_MS = 3_600_000;

/** The database of a process: TypeORM's data source for entities and migrations, pg's own client for hot SQL. */
export class Database implements Sql {
  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: Pool,
  ) {}

  /** Brings the schema up to date and connects. Throws when the server does not answer. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { connectionString } = options;
    await migrate(connectionString, options.migrationTimeoutMs ?? MIGRATION_TIMEOUT_MS);
    const dataSource = await connect({
      connectionString,
      poolSizeMax: options.poolSizeMax ?? POOL_SIZE_MAX,
      statementTimeoutMs: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    });
    return new Database(dataSource, poolOf(dataSource));
  }

  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query<Row & QueryResultRow>(prepared(sql, values));
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
      broken = isUnanswered(error) ? error : await rollback(client);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

function ignore(): void {}

function sqlOf(client: PoolClient): Sql {
  return {
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      const result = await client.query<Row & QueryResultRow>(prepared(sql, values));
      return result.rows;
    },
  };
}

/** pg gave up waiting: the statement may still run, and whatever comes after it would wait as long. */
function isUnanswered(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
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
