import type { BenchDeployment, DeploymentOptions } from './deployment.ts';
import { startAllInOne } from './start-all-in-one.ts';
import { startSeparateProcesses } from './start-separate-processes.ts';

/** The product as it is deployed: all in one on the embedded PostgreSQL, or a process each on a real Kafka. */
export function startDeployment(options: DeploymentOptions): Promise<BenchDeployment> {
  return options.log === 'kafka' ? startSeparateProcesses(options) : startAllInOne(options);
}
