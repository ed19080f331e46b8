import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeInstanceLock } from './instance-lock.ts';
import { startOfProcess } from './start-of-process.ts';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;
  let other: ChildProcess;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-instance-lock-'));
    file = path.join(folder, 'instance.pid');
    other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
  });
  afterEach(async () => {
    other.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const lockOf = async (child: ChildProcess) => `${child.pid} ${await startOfProcess(child.pid ?? 0)}`;

  it('is refused while its holder runs, and free when released', async () => {
    await writeFile(file, await lockOf(other));
    await expect(takeInstanceLock(file)).rejects.toThrow(
      `already running on this data folder (pid ${other.pid})`,
    );
    await rm(file);
    const lock = await takeInstanceLock(file);
    expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken from a holder that is gone', async () => {
    const held = await lockOf(other);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await writeFile(file, held);
    await (await takeInstanceLock(file)).release();
  });

  it('is taken from a holder whose number another program has now', async () => {
    await writeFile(file, `${other.pid} 1`);
    // Where the system does not tell when a program started, it stays with the number.
    if ((await startOfProcess(process.pid)) !== '') await (await takeInstanceLock(file)).release();
    else await expect(takeInstanceLock(file)).rejects.toThrow('already running');
  });

  it('is given to one of many that come at once, whatever was left there', async () => {
    for (const left of [undefined, '', `${2 ** 22 + 1} 1`]) {
      if (left !== undefined) await writeFile(file, left);
      const taken = await Promise.allSettled(Array.from({ length: 8 }, () => takeInstanceLock(file)));
      expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await rm(file);
    }
  });
});
