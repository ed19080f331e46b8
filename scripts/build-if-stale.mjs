import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCES = ['apps', 'libs', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Builds dist/ unless it is newer than every source file. */
export function buildIfStale(root) {
  const stamp = stampOf(root);
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (newestChange(root) <= builtAt) return;
  console.log('Building …');
  build(root);
}

/** Builds dist/ and notes that it did. Ends the process when it fails. */
export function build(root) {
  const stamp = stampOf(root);
  // Taken before the build: a file saved while it runs makes the next start build again.
  const startedAt = new Date();
  const nest = path.join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

const stampOf = (root) => path.join(root, 'dist', '.built');

function newestChange(root) {
  return Math.max(...SOURCES.map((source) => newestIn(path.join(root, source))));
}

function newestIn(file) {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(file).reduce((newest, name) => Math.max(newest, newestIn(path.join(file, name))), 0);
}
