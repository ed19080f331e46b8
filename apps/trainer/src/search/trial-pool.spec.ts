import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SearchData, Trial } from '#ml';
import { describeTrialRunner } from '../../../../test/contract/trial-runner-contract.ts';
import { TrialPool } from './trial-pool.ts';

/** The program in one file of JavaScript: not every Node reads its source. */
function bundleProgram(outfile: string): void {
  execFileSync(path.join(import.meta.dirname, '../../../../node_modules/.bin/esbuild'), [
    path.join(import.meta.dirname, 'trial-process.ts'),
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--conditions=source',
    '--external:@tensorflow/*',
    '--log-level=warning',
    `--outfile=${outfile}`,
  ]);
}

let built: string;
beforeAll(async () => {
  built = await mkdtemp(path.join(tmpdir(), 'cartwise-trials-'));
  bundleProgram(path.join(built, 'trial-process.mjs'));
});
afterAll(async () => rm(built, { recursive: true }));

describeTrialRunner('a pool of processes', async (data) => {
  return new TrialPool(data, { processes: 2, entry: path.join(built, 'trial-process.mjs'), execArgv: [] });
});

/** Programs that take the trial process's place. */
const PROGRAMS = {
  tellsPid:
    'process.on("message", ({ kind }) => kind === "trial" && process.send({ result: [process.pid] }));',
  fails: 'process.on("message", ({ kind }) => kind === "trial" && process.send({ error: "no such axis" }));',
  breaks: 'process.on("message", ({ kind }) => kind === "trial" && process.exit(3));',
  works: 'process.on("message", () => {});',
};

describe('the trial pool', () => {
  let folder: string;
  let pool: TrialPool;

  const open = async (program: keyof typeof PROGRAMS, processes: number) => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-trials-'));
    const entry = path.join(folder, 'program.mjs');
    await writeFile(entry, PROGRAMS[program]);
    // What it is handed is the programs' matter, and they do not look.
    pool = new TrialPool({} as SearchData, { processes, entry, execArgv: [] });
    return pool;
  };
  afterEach(async () => {
    await pool.close();
    await rm(folder, { recursive: true });
  });
  const trials = Array.from({ length: 6 }, (_, from) => ({ from }) as Trial);

  it('runs trials in as many processes as it was given', async () => {
    const results = await (await open('tellsPid', 3)).run(trials);
    expect(new Set(results.flat())).toEqual(new Set(pool.pids));
    expect(pool.pids).toHaveLength(3);
  });

  it('starts no more processes than there are trials', async () => {
    await (await open('tellsPid', 3)).run(trials.slice(0, 1));
    expect(pool.pids).toHaveLength(1);
  });

  it('tells what failed', async () => {
    await expect((await open('fails', 2)).run(trials)).rejects.toThrow('no such axis');
  });

  it('gives a trial up whose process ends again and again', async () => {
    await expect((await open('breaks', 1)).run(trials.slice(0, 1))).rejects.toThrow('exit code 3');
  });

  it('gives the trials of a process that was killed to another', async () => {
    const [[first] = []] = await (await open('tellsPid', 1)).run(trials.slice(0, 1));
    process.kill(first ?? 0, 'SIGKILL');
    const [[second] = []] = await pool.run(trials.slice(0, 1));
    expect(second).not.toBe(first);
  });

  it('ends its processes, and rejects what they were at', async () => {
    const running = (await open('works', 2)).run(trials);
    const rejected = expect(running).rejects.toThrow('ended');
    const { pids } = pool;
    await pool.close();
    await rejected;
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
