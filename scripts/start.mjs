// `npm start`: everything from a fresh clone to a running shop. Needs Node and nothing else.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

requireNode(20, 19);
installIfMissing();
run(process.execPath, ['scripts/prepare-postgres.mjs']);
run(process.execPath, ['scripts/prepare-tensorflow.mjs']);
buildIfStale(root);
startAllInOne(process.argv.slice(2));

function requireNode(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(`Cartwise needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm keeps a copy of the lock file of what it installed; it names the same versions when nothing is missing. */
function installIfMissing() {
  if (installed() === versions('package-lock.json')) return;
  console.log('Installing the packages (npm ci) …');
  run('npm', ['ci', '--loglevel=error']);
}

function installed() {
  const hidden = path.join('node_modules', '.package-lock.json');
  return existsSync(hidden) ? versions(hidden) : undefined;
}

/** Package and version of all that every machine installs; optional packages differ by platform. */
function versions(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return Object.entries(packages)
    .filter(([name, entry]) => name !== '' && !entry.optional && !entry.devOptional)
    .map(([name, { version }]) => `${name}@${version}`)
    .sort()
    .join('\n');
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Ctrl-C reaches the child too (same terminal); this process waits for its orderly end. */
function startAllInOne(args) {
  // Most objects live as long as one batch: a larger nursery (MB) collects them while they are cheap to collect.
  const nursery = '--max-semi-space-size=32';
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', nursery, 'dist/apps/all-in-one/src/main.js', ...args],
    {
      stdio: 'inherit',
    },
  );
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
