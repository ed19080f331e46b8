import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchOptions } from '../bench.ts';
import type { BenchLine } from '../run-bench.ts';

/** The newest line of a benchmark on a log, with its day. */
export interface KeptResult {
  readonly measuredOn: string;
  readonly line: BenchLine;
}

const FOLDER = path.join(import.meta.dirname, 'kept');
const fileOf = (bench: string, log: BenchOptions['log']): string => path.join(FOLDER, `${bench}-${log}.json`);

/** Undefined where the benchmark was never kept. */
export async function readKept(bench: string, log: BenchOptions['log']): Promise<KeptResult | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(bench, log), 'utf8')) as KeptResult;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function keep(bench: string, log: BenchOptions['log'], result: KeptResult): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileOf(bench, log), `${JSON.stringify(result, null, 2)}\n`);
}
