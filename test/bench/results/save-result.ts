import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Bench, BenchOptions } from '../bench.ts';
import { BENCHES } from '../benches.ts';
import type { BenchLine } from '../run-bench.ts';
import { keep, readKept } from './kept-results.ts';
import { resultsPage, type ResultsRow } from './results-page.ts';

const PAGE = path.join(import.meta.dirname, '..', 'RESULTS.md');

/** Keeps a line as the newest of its benchmark and writes the page anew. */
export async function saveResult(bench: Bench, log: BenchOptions['log'], line: BenchLine): Promise<void> {
  await keep(bench.name, log, { measuredOn: new Date().toISOString().slice(0, 10), line });
  const rows: ResultsRow[] = [];
  for (const each of BENCHES) {
    for (const on of each.logs) rows.push({ bench: each, log: on, kept: await readKept(each.name, on) });
  }
  const style = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
  await writeFile(PAGE, await format(resultsPage(rows), style));
}
