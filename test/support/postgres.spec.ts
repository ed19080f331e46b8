import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { isAlive, startEmbeddedPostgres } from '#database';
import { removeLeftovers } from './postgres.ts';

it("a killed test's PostgreSQL is ended by the next test that starts one; a living test's is not", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-leftovers-'));
  await chmod(folder, 0o755);
  const killed = spawn(process.execPath, ['-e', '']);
  await once(killed, 'exit');
  const left = path.join(folder, `cartwise-test-postgres-${killed.pid}-abc`);
  const used = `cartwise-test-postgres-${process.pid}-abc`;
  try {
    await startEmbeddedPostgres({ directory: left });
    await mkdir(path.join(folder, used));
    const pid = Number((await readFile(path.join(left, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    expect(isAlive(pid)).toBe(true);
    await removeLeftovers(folder);
    expect(isAlive(pid)).toBe(false);
    expect(await readdir(folder)).toEqual([used]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);
