import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A model's files by name. */
export type ArtifactFiles = ReadonlyMap<string, Uint8Array>;

/** Where model versions are kept. Adapters: a folder (this one; a mounted volume in a cluster). */
export interface ArtifactStore {
  /** Keeps the files of a version; they are all there or none is. A version is written once. */
  write(shopId: string, version: string, files: ArtifactFiles): Promise<void>;
  read(shopId: string, version: string): Promise<ArtifactFiles>;
  /** Whoever reads it meanwhile gets all of the files or an error. Nothing when it is not there. */
  delete(shopId: string, version: string): Promise<void>;
}

export class ArtifactFolder implements ArtifactStore {
  constructor(private readonly root: string) {}

  async write(shopId: string, version: string, files: ArtifactFiles): Promise<void> {
    const folder = this.folderOf(shopId, version);
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    for (const [name, bytes] of files) await writeFile(path.join(unfinished, name), bytes);
    await rename(unfinished, folder);
  }

  async read(shopId: string, version: string): Promise<ArtifactFiles> {
    const folder = this.folderOf(shopId, version);
    const names = await readdir(folder);
    const entries = names.map(async (name) => [name, await readFile(path.join(folder, name))] as const);
    return new Map(await Promise.all(entries));
  }

  async delete(shopId: string, version: string): Promise<void> {
    const folder = this.folderOf(shopId, version);
    const deleted = `${folder}.deleted`;
    // Left by a process that ended in between.
    await rm(deleted, { recursive: true, force: true });
    try {
      await rename(folder, deleted);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    await rm(deleted, { recursive: true });
  }

  private folderOf(shopId: string, version: string): string {
    return path.join(this.root, shopId, version.replaceAll(/[^A-Za-z0-9_.-]/g, '_'));
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
