import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Paths in a test are from the project's root, where Jest runs. */
const ROOT = process.cwd();
const STOP_TIMEOUT_MS = 15_000;

/** A service as an operator runs it: its built entry in a process of its own. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  /** All it printed so far, both streams. */
  output(): string;
  /** The exit code; null after a kill. */
  exited(): Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `dist/apps/<entry>.js` with exactly this environment (and the PATH). */
export function startProcess(
  entry: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): TestProcess {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'apps', `${entry}.js`), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    pid: pidOf(child),
    output: () => output,
    exited: () => exit,
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const stopped = await Promise.race([
        exit.then(() => true),
        sleep(STOP_TIMEOUT_MS, false, { ref: false }),
      ]);
      if (!stopped) child.kill('SIGKILL');
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process did not start');
  return child.pid;
}

/** Asks until the answer is there. The time limit only ends a test that would hang. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      lastError = error;
    }
    await sleep(50);
  }
  throw new Error(`it never happened: ${what}`, { cause: lastError });
}
