import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ArtifactFolder } from './artifact-folder.ts';

describe('the artifact folder', () => {
  let root: string;
  let artifacts: ArtifactFolder;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cartwise-artifacts-'));
    artifacts = new ArtifactFolder(root);
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('gives back the files of a version', async () => {
    await artifacts.write('demo', 'recommender-1', new Map([['manifest.json', new Uint8Array([1, 2])]]));
    const files = await artifacts.read('demo', 'recommender-1');
    expect([...files].map(([name, bytes]) => [name, [...bytes]])).toEqual([['manifest.json', [1, 2]]]);
  });

  it('writes a version once', async () => {
    const write = () => artifacts.write('demo', 'recommender-1', new Map([['a', new Uint8Array([1])]]));
    await write();
    await expect(write()).rejects.toThrow();
  });

  it('does not know a version that was never finished', async () => {
    await expect(artifacts.read('demo', 'never')).rejects.toThrow('ENOENT');
  });

  it('keeps to its folder whatever a version is called', async () => {
    await artifacts.write('demo', '../../escape', new Map([['a', new Uint8Array([1])]]));
    expect((await artifacts.read('demo', '../../escape')).size).toBe(1);
    await expect(artifacts.read('..', 'escape')).rejects.toThrow();
  });
});
