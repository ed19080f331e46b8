import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { THOROUGH, TrialsInProcess, type RecommenderTrainingBudget, type SearchTools } from '#ml';
import { TrialPool } from '../../../apps/trainer/src/search/trial-pool.ts';
import { QUALITY_BENCHMARKS } from './benchmarks.ts';
import type { QualityBenchmark } from './benchmark.ts';
import { DIGITS, measureDigits } from './digits/measure-digits.ts';
import { overSeeds, type QualityLine } from './over-seeds.ts';
import { runQuality, type QualityRow } from './run-quality.ts';
import { saveQuality } from '../results/write-results-page.ts';

const COUNTS_ONLY: RecommenderTrainingBudget = {
  ...THOROUGH,
  attention: { ...THOROUGH.attention, epochs: 0 },
  challengers: [],
};

const budgetOf = (values: Readonly<Record<'counts-only' | 'no-challengers', boolean>>) => {
  if (values['counts-only']) return COUNTS_ONLY;
  return values['no-challengers'] ? { ...THOROUGH, challengers: [] } : THOROUGH;
};

const USAGE = `npm run bench -- quality [--benchmark NAME] [--seeds 1,2,3] [--tests N] [--counts-only] [--no-challengers]
  [--processes N] [--save]
NAME is one of: ${[...QUALITY_BENCHMARKS, DIGITS].map(({ name }) => name).join(', ')}; all of them where it is left out.
--tests draws N test queries by the seed; --counts-only leaves out the neural source and the challengers,
--no-challengers the GRU and the transformer that stand beside what is served; --processes says
how many carry out the trials of the search, one for each core unless told.
The data are read from the folder that CARTWISE_BENCHMARK_DATA names.`;

const readArguments = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      benchmark: { type: 'string' },
      seeds: { type: 'string', default: '1,2,3' },
      tests: { type: 'string' },
      'counts-only': { type: 'boolean', default: false },
      'no-challengers': { type: 'boolean', default: false },
      processes: { type: 'string', default: String(availableParallelism()) },
      save: { type: 'boolean', default: false },
    },
  }).values;

/** `npm run bench -- quality …`: ranking quality on public data sets, one JSON line a model. Resolves to the exit code. */
export async function qualityCommand(args: readonly string[], folder: string | undefined): Promise<number> {
  const values = readArguments(args);
  const seeds = values.seeds.split(',').map(Number);
  const chosen = QUALITY_BENCHMARKS.filter(({ name }) => (values.benchmark ?? name) === name);
  const processes = Number(values.processes);
  const withDigits = (values.benchmark ?? DIGITS.name) === DIGITS.name;
  const isKnown = chosen.length > 0 || withDigits;
  if (!isKnown || !(processes >= 1) || !seeds.every(Number.isSafeInteger)) {
    console.error(USAGE);
    return 2;
  }
  if (folder === undefined || !existsSync(folder)) {
    console.error('skipped: CARTWISE_BENCHMARK_DATA names no folder with benchmark data');
    return 0;
  }
  for (const benchmark of chosen) {
    const lines = await measure(benchmark, folder, {
      seeds,
      testMost: values.tests === undefined ? undefined : Number(values.tests),
      budget: budgetOf(values),
      openTrials: openTrialsIn(processes),
    });
    await publish(benchmark.name, lines, values.save);
  }
  if (withDigits) {
    const lines = await measureDigits(folder, seeds, (line) => console.error(line));
    await publish(DIGITS.name, lines, values.save);
  }
  return 0;
}

async function publish(name: string, lines: readonly QualityLine[], save: boolean): Promise<void> {
  for (const line of lines) console.log(JSON.stringify(line));
  if (save) await saveQuality(name, lines);
}

/** Built: not every Node reads the source of a program it starts. */
const TRIAL_PROCESS = path.resolve('dist/apps/trainer/src/search/trial-process.js');

const openTrialsIn =
  (processes: number): SearchTools['openTrials'] =>
  async (data) =>
    processes === 1
      ? new TrialsInProcess(data)
      : new TrialPool(data, { processes, entry: TRIAL_PROCESS, execArgv: [] });

async function measure(
  benchmark: QualityBenchmark,
  folder: string,
  options: {
    readonly seeds: readonly number[];
    readonly testMost: number | undefined;
    readonly budget: RecommenderTrainingBudget;
    readonly openTrials: SearchTools['openTrials'];
  },
): Promise<readonly QualityLine[]> {
  const data = await benchmark.load(folder);
  const runs: { readonly seed: number; readonly rows: readonly QualityRow[] }[] = [];
  for (const seed of options.seeds) {
    const rows = await runQuality(benchmark, data, {
      seed,
      testMost: options.testMost,
      budget: options.budget,
      openTrials: options.openTrials,
      report: (line) => console.error(line),
    });
    runs.push({ seed, rows });
  }
  return overSeeds(benchmark, runs);
}
