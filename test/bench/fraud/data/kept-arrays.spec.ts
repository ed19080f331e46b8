import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptArrays } from './kept-arrays.ts';

describe('arrays kept in the folder for temporary files', () => {
  let folder = '';
  let name = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kept-arrays-'));
    name = path.basename(folder);
    await writeFile(path.join(folder, 'data.csv'), 'a\n1\n');
  });
  afterEach(async () => {
    for (const file of await readdir(tmpdir()))
      if (file.startsWith(`cartwise-${name}-`)) await rm(path.join(tmpdir(), file));
    await rm(folder, { recursive: true });
  });

  it('are made once, and again when a file they are made of has changed', async () => {
    let times = 0;
    const kept = () =>
      keptArrays(name, [folder], () =>
        Promise.resolve({ times: Float32Array.of(++times), rows: Int32Array.of(7) }),
      );
    expect(await kept()).toEqual({ times: Float32Array.of(1), rows: Int32Array.of(7) });
    expect(await kept()).toEqual({ times: Float32Array.of(1), rows: Int32Array.of(7) });
    await writeFile(path.join(folder, 'data.csv'), 'a\n2\n');
    expect((await kept())['times']).toEqual(Float32Array.of(2));
  });
});
