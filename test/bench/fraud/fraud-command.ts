import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { saveFraud } from '../results/write-results-page.ts';
import { CHOOSING_BENCHMARKS, FRAUD_BENCHMARKS } from './fraud-benchmarks.ts';
import type { FraudBenchmark, FraudRow } from './fraud-benchmark.ts';
import { overSeeds, type FraudLine } from './over-seeds.ts';

const ALL = [...FRAUD_BENCHMARKS, ...CHOOSING_BENCHMARKS];

const USAGE = `npm run bench -- fraud [--benchmark NAME] [--model NAMES] [--seeds 1,2,3] [--quick] [--save]
NAME is one of: ${ALL.map(({ name }) => name).join(', ')}; those of the page where it is left out.
--model measures these models alone, apart by commas; --quick learns from a part of one fold and keeps nothing; --save keeps the lines for
test/bench/RESULTS.md, beside those that are kept already of other models.
The data are read from the folder that CARTWISE_BENCHMARK_DATA names.`;

const readArguments = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      benchmark: { type: 'string' },
      model: { type: 'string' },
      seeds: { type: 'string', default: '1,2,3' },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  }).values;
type FraudArguments = ReturnType<typeof readArguments>;

/** `npm run bench -- fraud …`: fraud detection on public data sets, one JSON line a model. Resolves to the exit code. */
export async function fraudCommand(args: readonly string[], folder: string | undefined): Promise<number> {
  const values = readArguments(args);
  const seeds = values.seeds.split(',').map(Number);
  const chosen =
    values.benchmark === undefined ? FRAUD_BENCHMARKS : ALL.filter(({ name }) => name === values.benchmark);
  if (chosen.length === 0 || !seeds.every(Number.isSafeInteger)) {
    console.error(USAGE);
    return 2;
  }
  if (folder === undefined || !existsSync(path.join(folder, 'fraud'))) {
    console.error('skipped: CARTWISE_BENCHMARK_DATA names no folder with benchmark data of fraud');
    return 0;
  }
  for (const benchmark of chosen) {
    const lines = await measure(benchmark, folder, seeds, values);
    if (values.save && !values.quick) await saveFraud(benchmark.name, lines);
  }
  return 0;
}

async function measure(
  benchmark: FraudBenchmark,
  folder: string,
  seeds: readonly number[],
  { quick, model }: FraudArguments,
): Promise<readonly FraudLine[]> {
  const runs = new Map<string, { readonly seed: number; readonly row: FraudRow }[]>();
  const models = model?.split(',');
  const report = (line: string) => console.error(`${benchmark.name}: ${line}`);
  for (const seed of quick ? seeds.slice(0, 1) : seeds) {
    for await (const row of benchmark.run({ folder, seed, quick, models, report })) {
      report(`${row.model}, seed ${seed}: ${JSON.stringify(row.metrics)}`);
      runs.set(row.model, [...(runs.get(row.model) ?? []), { seed, row }]);
    }
  }
  const lines = [...runs.values()].flatMap((ofModel) => overSeeds(benchmark, ofModel) ?? []);
  for (const line of lines) console.log(JSON.stringify(line));
  return lines;
}
