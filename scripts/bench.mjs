// `npm run bench -- NAME`: measures the built product; what it prints last is one line of JSON. See test/bench/main.ts.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);

const prepared = spawnSync(process.execPath, ['scripts/prepare-postgres.mjs'], { stdio: 'inherit' });
if (prepared.status !== 0) process.exit(prepared.status ?? 1);
buildIfStale(root);
await import('./typescript/register.mjs');
await import('../test/bench/main.ts');
