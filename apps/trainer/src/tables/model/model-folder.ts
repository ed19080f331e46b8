import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTableModel, readManifest, type ArtifactFiles, type TableModel } from '#ml';
import { TableFileError } from '../csv/table-file-error.ts';

/** Writes a model as a folder, whole or not at all; one that is there is replaced, anything else is left alone. */
export async function writeModelFolder(folder: string, files: ArtifactFiles): Promise<void> {
  const written = `${folder}.${process.pid}.partial`;
  await mkdir(written, { recursive: true });
  try {
    for (const [name, bytes] of files) await writeFile(path.join(written, name), bytes);
    await rm(folder, { recursive: true, force: true });
    await rename(written, folder);
  } finally {
    await rm(written, { recursive: true, force: true });
  }
}

/** Throws where a folder is there that is no model of a table: it is not ours to replace. */
export async function refuseForeignFolder(folder: string): Promise<void> {
  const files = await filesOf(folder).catch(() => undefined);
  if (files === undefined || files.size === 0) return;
  try {
    readManifest(files, 'table');
  } catch (cause) {
    throw new TableFileError(
      folder,
      'it is there and is no model of a table: give another --out',
      {},
      { cause },
    );
  }
}

/** Throws TableFileError where there is no model, and ArtifactError where one was changed. */
export async function readModelFolder(folder: string): Promise<TableModel> {
  const files = await filesOf(folder).catch((cause: unknown) => {
    throw new TableFileError(folder, 'there is no such folder of a model', {}, { cause });
  });
  return loadTableModel(files);
}

async function filesOf(folder: string): Promise<ArtifactFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ name }) => [name, await readFile(path.join(folder, name))] as const),
    ),
  );
}
