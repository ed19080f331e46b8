#!/usr/bin/env node
// `cartwise …`: the command line, built when its sources are newer than the build.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [command, ...rest] = process.argv.slice(2);

if (command === 'start') {
  process.argv = [process.argv[0], 'start.mjs', ...rest];
  await import('./start.mjs');
} else {
  const { buildIfStale } = await import('./build-if-stale.mjs');
  buildIfStale(root);
  const { status } = spawnSync(
    process.execPath,
    ['--enable-source-maps', path.join(root, 'dist/apps/cli/src/main.js'), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exit(status ?? 1);
}
