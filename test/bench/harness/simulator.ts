import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Summary } from '../../../examples/storefront-simulator/report/report.ts';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { BenchDeployment } from './deployment.ts';

const SCRIPT = path.resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'simulate.mjs');

/** `npm run simulate` in a process of its own. */
export interface RunningSimulator extends Disposable {
  /** Lets nobody in any more, as Ctrl-C does. */
  close(): void;
  /** What it says of itself in its last line. Rejects when it ends without. */
  readonly report: Promise<Summary>;
}

export function startSimulator(
  { http, grpc }: Pick<BenchDeployment, 'http' | 'grpc'>,
  options: readonly string[],
): RunningSimulator {
  const keys = ['--write-key', E2E_KEYS.write, '--server-key', E2E_KEYS.server];
  const args = [SCRIPT, '--http', http, '--grpc', grpc, ...keys, '--json', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const report = new Promise<Summary>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (output === '') reject(new Error(`the simulator ended with ${code} and said nothing`));
      else resolve(JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Summary);
    });
  });
  // Whoever waits for it hears of it; until then nobody does.
  report.catch(() => undefined);
  return {
    close: () => void child.kill('SIGINT'),
    report,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
