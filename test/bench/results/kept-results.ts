import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The newest that a benchmark printed, with its day. */
export interface Kept<Line> {
  readonly measuredOn: string;
  readonly line: Line;
}

const FOLDER = path.join(import.meta.dirname, 'kept');
const fileOf = (name: string): string => path.join(FOLDER, `${name}.json`);

/** Undefined where nothing was ever kept under the name. */
export async function readKept<Line>(name: string): Promise<Kept<Line> | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(name), 'utf8')) as Kept<Line>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function keep<Line>(name: string, line: Line): Promise<void> {
  const kept: Kept<Line> = { measuredOn: new Date().toISOString().slice(0, 10), line };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileOf(name), `${JSON.stringify(kept, null, 2)}\n`);
}
