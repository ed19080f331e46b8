import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { LoadTally } from './load-tally.ts';

const LoadProgress = z.object({
  /** The file as it was; another size or time, and the load begins again. */
  sizeBytes: z.number(),
  modifiedMs: z.number(),
  /** Rows of the file, from its beginning, that are durable. */
  rowsDone: z.number(),
  tally: LoadTally,
});
export type LoadProgress = z.infer<typeof LoadProgress>;

/** Where a load stands: a small file that is there from its first acknowledged part to its end. */
export class LoadState {
  readonly #file: string;

  constructor(folder: string, load: string) {
    this.#file = path.join(folder, `${load}.json`);
  }

  /** Nothing where no load was cut off, or its file cannot be read: ids make a second load harmless. */
  async read(): Promise<LoadProgress | undefined> {
    try {
      return LoadProgress.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Replaces what was there at once: a kill leaves the old or the new. */
  async write(progress: LoadProgress): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const next = `${this.#file}.${process.pid}.new`;
    await writeFile(next, JSON.stringify(progress));
    await rename(next, this.#file);
  }

  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
