import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '#service';
import { ENVIRONMENT } from '../config.ts';
import { connectionEnvironment } from './connection.ts';

/** Runs an entry of another app as a process of its own on the same store; answers its exit code. */
export function runApp(entry: string, args: readonly string[] = []): Promise<number> {
  const file = path.join(PROJECT_ROOT, 'dist', 'apps', `${entry}.js`);
  const env = { ...ENVIRONMENT, ...connectionEnvironment() };
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
