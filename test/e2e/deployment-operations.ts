import { Database } from '#database';
import { openEventLog } from '#event-log';
import { startProcess } from '#test-support';
import type { Deployment } from './deployment.ts';

/** What an operator, or another system, needs to know of a deployment. */
export interface OperatedDeployment {
  /** Of its processes: what they are pointed at. */
  readonly environment: Readonly<Record<string, string>>;
  readonly connectionString: string;
  readonly log:
    | { readonly kind: 'postgres' }
    | {
        readonly kind: 'kafka';
        readonly brokers: readonly string[];
        readonly topicPrefix: string;
        readonly clientId: string;
      };
}

/** What is done to a deployment from outside its processes, the same for every kind of deployment. */
export function operationsOn(
  deployment: OperatedDeployment,
): Pick<Deployment, 'appendRaw' | 'train' | 'verify'> {
  const { connectionString } = deployment;
  const runEntry = async (entry: string) => {
    const child = startProcess(entry, deployment.environment);
    return { code: await child.exited(), output: child.output() };
  };
  return {
    async appendRaw(topic, key, value) {
      const database = await Database.open({ connectionString });
      const log = await openEventLog({
        ...deployment.log,
        connectionString,
        runInTransaction: (work) => database.transaction(work),
      });
      await log.append(topic, [{ key, value }]);
      await log.close();
      await database.close();
    },
    async train() {
      const { code, output } = await runEntry('trainer/src/main');
      if (code !== 0) throw new Error(`training ended with ${code}:\n${output}`);
      return output;
    },
    async verify() {
      const profiles = await runEntry('profiles/src/verify');
      const aggregates = await runEntry('anomaly/src/verify');
      return {
        agrees: profiles.code === 0 && aggregates.code === 0,
        output: profiles.output + aggregates.output,
      };
    },
  };
}
