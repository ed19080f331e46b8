import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '#service';
import { ENVIRONMENT } from '../config.ts';
import { connectionEnvironment } from './connection.ts';

/** Runs an entry of another app as a process of its own on the same store; answers its exit code. */
export function runApp(entry: string, args: readonly string[] = []): Promise<number> {
  const file = path.join(PROJECT_ROOT, 'dist', 'apps', `${entry}.js`);
  return run(['--enable-source-maps', file, ...args], { ...ENVIRONMENT, ...connectionEnvironment() });
}

/** Runs one of the project's scripts; answers its exit code. */
export function runScript(name: string): Promise<number> {
  return run([path.join(PROJECT_ROOT, 'scripts', `${name}.mjs`)], ENVIRONMENT);
}

function run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
