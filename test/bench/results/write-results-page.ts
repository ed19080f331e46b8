import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { BenchOptions } from '../bench.ts';
import { BENCHES } from '../benches.ts';
import { FRAUD_BENCHMARKS } from '../fraud/fraud-benchmarks.ts';
import type { FraudLine } from '../fraud/over-seeds.ts';
import { QUALITY_BENCHMARKS } from '../quality/benchmarks.ts';
import { DIGITS } from '../quality/digits/measure-digits.ts';
import type { QualityLine } from '../quality/over-seeds.ts';
import type { BenchLine } from '../run-bench.ts';
import { fraudSection, type FraudTable } from './fraud-section.ts';
import { keep, readKept } from './kept-results.ts';
import { qualitySection, type QualityTable } from './quality-section.ts';
import { resultsPage, type ResultsRow } from './results-page.ts';

const PAGE = path.join(import.meta.dirname, '..', 'RESULTS.md');

/** Keeps a line as the newest of its benchmark on a log and writes the page anew. */
export async function saveResult(name: string, log: BenchOptions['log'], line: BenchLine): Promise<void> {
  await keep(`${name}-${log}`, line);
  await writeResultsPage();
}

/** The same for the lines of a data set. */
export async function saveQuality(name: string, lines: readonly QualityLine[]): Promise<void> {
  await keep(`quality-${name}`, lines);
  await writeResultsPage();
}

/** The same for models on fraud data; those of other models stay. */
export async function saveFraud(name: string, lines: readonly FraudLine[]): Promise<void> {
  const before = (await readKept<readonly FraudLine[]>(`fraud-${name}`))?.line ?? [];
  const kept = before.map((old) => lines.find(({ model }) => model === old.model) ?? old);
  await keep(`fraud-${name}`, [
    ...kept,
    ...lines.filter(({ model }) => before.every((old) => old.model !== model)),
  ]);
  await writeResultsPage();
}

/** Writes RESULTS.md from all that is kept. */
async function writeResultsPage(): Promise<void> {
  const rows: ResultsRow[] = [];
  for (const bench of BENCHES) {
    for (const log of bench.logs)
      rows.push({ bench, log, kept: await readKept<BenchLine>(`${bench.name}-${log}`) });
  }
  const tables: QualityTable[] = [];
  for (const benchmark of [...QUALITY_BENCHMARKS, DIGITS]) {
    tables.push({ benchmark, kept: await readKept<readonly QualityLine[]>(`quality-${benchmark.name}`) });
  }
  const fraudTables: FraudTable[] = [];
  for (const benchmark of FRAUD_BENCHMARKS) {
    fraudTables.push({ benchmark, kept: await readKept<readonly FraudLine[]>(`fraud-${benchmark.name}`) });
  }
  const style = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
  const sections = [resultsPage(rows), qualitySection(tables), fraudSection(fraudTables)];
  await writeFile(PAGE, await format(sections.join('\n'), style));
}
