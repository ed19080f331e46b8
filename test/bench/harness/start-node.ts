import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProcess } from '#test-support';

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
/** As `npm start` runs it. */
const PRODUCT_ARGS = ['--enable-source-maps', '--max-semi-space-size=32'];
const OUTPUT_KEPT = 20_000;
const STOP_TIMEOUT_MS = 30_000;

export interface BenchProcess extends TestProcess {
  /** Lines of level error and above that it printed. */
  errorsLogged(): readonly string[];
}

/** Lines of level error and above in a structured log. */
export const errorsIn = (log: string): readonly string[] => log.match(/^.*"level":[56]0.*$/gm) ?? [];

/** Starts `dist/apps/<entry>.js` with this environment (and the PATH), under Node's CPU profiler where told to. */
export function startNode(
  entry: string,
  environment: Readonly<Record<string, string>>,
  options: { readonly args?: readonly string[]; readonly profileDir?: string | undefined } = {},
): BenchProcess {
  const { args = [], profileDir } = options;
  const profiling =
    profileDir === undefined
      ? []
      : [
          '--cpu-prof',
          `--cpu-prof-dir=${profileDir}`,
          `--cpu-prof-name=${entry.replaceAll('/', '-')}.cpuprofile`,
        ];
  const file = path.join(ROOT, 'dist', 'apps', `${entry}.js`);
  const child = spawn(process.execPath, [...PRODUCT_ARGS, ...profiling, file, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const errorsLogged: string[] = [];
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
    errorsLogged.push(...errorsIn(chunk.toString()));
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (child.pid === undefined) throw new Error(`${entry} did not start`);
  return {
    pid: child.pid,
    output: () => output,
    errorsLogged: () => errorsLogged,
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
