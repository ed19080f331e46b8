import type { Pool, QueryConfig } from 'pg';
import type { RunInTransaction, Transaction } from '../event-log.ts';
import { prepared } from './prepared.ts';
import { withClient } from './with-client.ts';

interface Queryable {
  query(statement: QueryConfig<unknown[]>): Promise<{ readonly rows: unknown[] }>;
}

/** Statements one by one on a pool, each in a transaction of its own. */
export function autocommit(pool: Pool): Transaction {
  return transactionOn(pool);
}

/** The event log's own transactions, on its own pool. */
export function transactionsOn(pool: Pool): RunInTransaction {
  return (work) =>
    withClient(pool, async (client) => {
      await client.query('BEGIN');
      const result = await work(transactionOn(client));
      await client.query('COMMIT');
      return result;
    });
}

function transactionOn(queryable: Queryable): Transaction {
  return {
    // The caller names the row's shape, next to the statement that makes it.
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await queryable.query(prepared(sql, values))).rows as Row[],
  };
}
