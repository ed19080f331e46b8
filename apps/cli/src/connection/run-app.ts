import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '#service';
import { ENVIRONMENT } from '../config.ts';
import { connectionEnvironment } from './connection.ts';

/** Runs an entry of another app as a process of its own on the same store; answers its exit code. */
export const runApp = (entry: string, args: readonly string[] = []): Promise<number> =>
  run(entry, args, connectionEnvironment());

/** Runs an entry that needs no store: nothing has to be running. */
export const runTool = (entry: string, args: readonly string[]): Promise<number> => run(entry, args, {});

function run(
  entry: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const file = path.join(PROJECT_ROOT, 'dist', 'apps', `${entry}.js`);
  const env = { ...ENVIRONMENT, ...environment };
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
