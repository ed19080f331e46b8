import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
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

  it('deletes a version, and leaves nothing of it and everything of the others', async () => {
    const files = new Map([['a', new Uint8Array([1])]]);
    await artifacts.write('demo', 'recommender-1', files);
    await artifacts.write('demo', 'recommender-2', files);
    await artifacts.delete('demo', 'recommender-1');
    expect(await readdir(path.join(root, 'demo'))).toEqual(['recommender-2']);
    expect(await artifacts.read('demo', 'recommender-2')).toEqual(new Map([['a', Buffer.from([1])]]));
  });

  it('deletes what is not there, and what a delete that was cut off left', async () => {
    await artifacts.delete('demo', 'never');
    await mkdir(path.join(root, 'demo', 'recommender-1.deleted', 'rest'), { recursive: true });
    await artifacts.delete('demo', 'recommender-1');
    expect(await readdir(path.join(root, 'demo'))).toEqual([]);
  });

  it('keeps to its folder whatever a version is called', async () => {
    await artifacts.write('demo', '../../escape', new Map([['a', new Uint8Array([1])]]));
    expect((await artifacts.read('demo', '../../escape')).size).toBe(1);
    await expect(artifacts.read('..', 'escape')).rejects.toThrow();
  });
});
