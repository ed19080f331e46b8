import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs } from '#contracts';
import { createLogger } from '#service';
import { UnfinishedRun } from './unfinished-run.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 23) as EpochMs;
const silent = createLogger({ service: 'test', level: 'silent' });
const later = (ms: number) => (NOW_MS + ms) as EpochMs;

describe('an unfinished run', () => {
  let root: string;
  let folder: string;
  const open = (nowMs: EpochMs) => UnfinishedRun.open(folder, nowMs, silent);

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cartwise-run-'));
    folder = path.join(root, 'demo');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('gives back what was written last under a name, and nothing under others', async () => {
    const run = await open(NOW_MS);
    await run.write('attention of the blend', Uint8Array.of(1, 2));
    await run.write('attention of the blend', Uint8Array.of(3));
    expect([...((await run.read('attention of the blend')) ?? [])]).toEqual([3]);
    expect(await run.read('blend')).toBeUndefined();
  });

  it('is gone on with by the next process, as of the moment the first one looked', async () => {
    await (await open(NOW_MS)).write('blend', Uint8Array.of(7));
    const next = await open(later(DAY_MS));
    expect(next.asOfMs).toBe(NOW_MS);
    expect([...((await next.read('blend')) ?? [])]).toEqual([7]);
  });

  it('is begun anew when it is too old, or was ended', async () => {
    await (await open(NOW_MS)).write('blend', Uint8Array.of(7));
    const much = await open(later(4 * DAY_MS));
    expect(much.asOfMs).toBe(later(4 * DAY_MS));
    expect(await much.read('blend')).toBeUndefined();
    await much.end();
    expect(await readdir(root)).toEqual([]);
    expect((await open(later(5 * DAY_MS))).asOfMs).toBe(later(5 * DAY_MS));
  });

  it('is begun anew when its own file was cut short', async () => {
    await open(NOW_MS);
    await writeFile(path.join(folder, 'run.json'), '{"asOfMs":');
    expect((await open(later(1))).asOfMs).toBe(later(1));
  });

  it('goes on when a checkpoint cannot be written, and keeps to its folder', async () => {
    const run = await open(NOW_MS);
    await run.write('../../escape', Uint8Array.of(1));
    expect(await readdir(root)).toEqual(['demo']);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'no folder');
    await expect(run.write('blend', Uint8Array.of(1))).resolves.toBeUndefined();
  });
});
