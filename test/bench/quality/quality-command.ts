import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { THOROUGH, type RecommenderTrainingBudget } from '#ml';
import { QUALITY_BENCHMARKS } from './benchmarks.ts';
import type { QualityBenchmark } from './benchmark.ts';
import { overSeeds, type QualityLine } from './over-seeds.ts';
import { runQuality, type QualityRow } from './run-quality.ts';
import { saveQuality } from '../results/write-results-page.ts';

const COUNTS_ONLY: RecommenderTrainingBudget = {
  ...THOROUGH,
  attention: { ...THOROUGH.attention, epochs: 0 },
};

const USAGE = `npm run bench -- quality [--benchmark NAME] [--seeds 1,2,3] [--tests N] [--counts-only] [--save]
NAME is one of: ${QUALITY_BENCHMARKS.map(({ name }) => name).join(', ')}; all of them where it is left out.
--tests draws N test queries by the seed; --counts-only leaves out the neural source.
The data are read from the folder that CARTWISE_BENCHMARK_DATA names.`;

const readArguments = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      benchmark: { type: 'string' },
      seeds: { type: 'string', default: '1,2,3' },
      tests: { type: 'string' },
      'counts-only': { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  }).values;

/** `npm run bench -- quality …`: ranking quality on public data sets, one JSON line a model. Resolves to the exit code. */
export async function qualityCommand(args: readonly string[], folder: string | undefined): Promise<number> {
  const values = readArguments(args);
  const seeds = values.seeds.split(',').map(Number);
  const chosen = QUALITY_BENCHMARKS.filter(({ name }) => (values.benchmark ?? name) === name);
  if (chosen.length === 0 || !seeds.every(Number.isSafeInteger)) {
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
      budget: values['counts-only'] ? COUNTS_ONLY : THOROUGH,
    });
    for (const line of lines) console.log(JSON.stringify(line));
    if (values.save) await saveQuality(benchmark.name, lines);
  }
  return 0;
}

async function measure(
  benchmark: QualityBenchmark,
  folder: string,
  options: {
    readonly seeds: readonly number[];
    readonly testMost: number | undefined;
    readonly budget: RecommenderTrainingBudget;
  },
): Promise<readonly QualityLine[]> {
  const data = await benchmark.load(folder);
  const runs: { readonly seed: number; readonly rows: readonly QualityRow[] }[] = [];
  for (const seed of options.seeds) {
    const rows = await runQuality(benchmark, data, {
      seed,
      testMost: options.testMost,
      budget: options.budget,
      report: (line) => console.error(line),
    });
    runs.push({ seed, rows });
  }
  return overSeeds(benchmark, runs);
}
