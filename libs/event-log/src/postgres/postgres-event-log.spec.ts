import { startEffectsDatabase } from '../../../../test/contract/event-log/event-log-test.ts';
import { describeEventLog } from '../../../../test/contract/event-log-contract.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

describeEventLog('PostgresEventLog', async () => {
  const database = await startEffectsDatabase();
  return {
    connectionString: database.connectionString,
    open: (connectionString, runInTransaction, { appendLimits }) =>
      PostgresEventLog.open({
        connectionString,
        runInTransaction,
        pollMs: 200,
        sessionTimeoutMs: 3_000,
        ...(appendLimits === undefined ? {} : { appendLimits }),
      }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
});
