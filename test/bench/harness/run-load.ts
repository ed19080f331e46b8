import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Arrivals, GeneratorMessage, LoadPlan, LoadSummary } from './load-plan.ts';

const GENERATOR = fileURLToPath(new URL('./generator.ts', import.meta.url));
const REGISTER = new URL('../../../scripts/typescript/register.mjs', import.meta.url).href;

export interface Load<Options> {
  /** The module whose `open` makes the sender: new URL('../senders/….ts', import.meta.url). */
  readonly sender: URL;
  /** JSON, handed to `open`. */
  readonly options: Options;
  readonly warmupSeconds: number;
  readonly seconds: number;
  /** Called when the warm-up is over and the measured part begins, with the units that were answered by then. */
  onWarm?(unitsInAll: number): void;
}

/** Requests on a fixed schedule from a process of its own: for latencies. */
export function openLoop<Options>(
  load: Load<Options> & { readonly requestsPerSecond: number },
): Promise<LoadSummary> {
  return runLoad(load, { kind: 'open', requestsPerSecond: load.requestsPerSecond });
}

/** So many requests always under way, from a process of its own: for the greatest throughput. */
export function closedLoop<Options>(
  load: Load<Options> & { readonly concurrency: number },
): Promise<LoadSummary> {
  return runLoad(load, { kind: 'closed', concurrency: load.concurrency });
}

/** Rejects when the generator fails, or when a request was not answered as it should be: no figure without its work. */
function runLoad<Options>(load: Load<Options>, arrivals: Arrivals): Promise<LoadSummary> {
  const { options, warmupSeconds, seconds } = load;
  const plan: LoadPlan = { sender: load.sender.href, options, arrivals, warmupSeconds, seconds };
  const child = fork(GENERATOR, [], { execArgv: ['--import', REGISTER] });
  return new Promise((resolve, reject) => {
    let summary: LoadSummary | undefined;
    child.on('message', (message: GeneratorMessage) => {
      if (message.kind === 'warm') load.onWarm?.(message.unitsInAll);
      else summary = message.summary;
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (summary === undefined) reject(new Error(`the load generator ended with ${code}`));
      else if (summary.errors > 0) {
        reject(new Error(`${summary.errors} requests failed, the first with: ${summary.firstError}`));
      } else resolve(summary);
    });
    child.send(plan);
  });
}
