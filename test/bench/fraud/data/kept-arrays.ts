import { createHash } from 'node:crypto';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packArrays, unpackArrays, type NamedArrays } from '#ml';

/**
 * What `make` makes, kept in the folder for temporary files: made again only when the bytes of a file it is made by or from
 * have changed. `madeOf` names these files, and folders of them.
 */
export async function keptArrays(
  name: string,
  madeOf: readonly string[],
  make: () => Promise<NamedArrays>,
): Promise<NamedArrays> {
  const file = path.join(tmpdir(), `cartwise-${name}-${await hashOf(madeOf)}.bin`);
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes !== undefined) return unpackArrays(bytes);
  const made = await make();
  // Under another name first, so that nobody reads a file that is not whole.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, packArrays(made));
  await rename(unfinished, file);
  return made;
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const isFolder = (await stat(file)).isDirectory();
    const within = isFolder ? await readdir(file, { recursive: true, withFileTypes: true }) : [];
    const paths = isFolder
      ? within.flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : []))
      : [file];
    for (const each of paths.toSorted()) {
      const bytes = await readFile(each);
      hash.update(`${path.relative(file, each)}\n${bytes.length}\n`).update(bytes);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
