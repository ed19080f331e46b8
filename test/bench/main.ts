import { parseArgs } from 'node:util';
import { config } from '../support/config.ts';
import type { BenchOptions } from './bench.ts';
import { BENCHES } from './benches.ts';
import { fraudCommand } from './fraud/fraud-command.ts';
import { qualityCommand } from './quality/quality-command.ts';
import { saveResult } from './results/write-results-page.ts';
import { runBench } from './run-bench.ts';
import { runAll } from './run-all.ts';

const USAGE = `npm run bench -- NAME [--seconds N] [--quick] [--log postgres|kafka] [--save] [--profile FOLDER]
NAME is one of: ${BENCHES.map(({ name }) => name).join(', ')}; or all, each on every log; or quality or
fraud, which have options of their own.
--save keeps the line in test/bench/results and writes test/bench/RESULTS.md anew; all does so by itself.
--profile puts a CPU profile of each service process into the folder.`;

interface Given {
  readonly name: string;
  readonly save: boolean;
  readonly options: BenchOptions;
}

function readArguments(): Given | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      log: { type: 'string', default: 'postgres' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  const { quick, log, save, profile: profileDir } = values;
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (values.help || name === undefined || positionals.length > 1 || (log !== 'postgres' && log !== 'kafka'))
    return undefined;
  if (seconds !== undefined && !(seconds > 0)) return undefined;
  return { name, save, options: { quick, log, seconds, profileDir } };
}

async function main(): Promise<number> {
  try {
    return await measure();
  } catch (error) {
    if (!isParseArgsError(error)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    return 2;
  }
}

/** An option that node:util's parseArgs does not know, or one without its value. */
const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

async function measure(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === 'quality') return qualityCommand(rest, config.benchmarkData);
  if (name === 'fraud') return fraudCommand(rest, config.benchmarkData);
  const given = readArguments();
  if (given?.name === 'all') return runAll(given.options);
  const bench = BENCHES.find(({ name }) => name === given?.name);
  if (given === undefined || !bench?.logs.includes(given.options.log)) {
    console.error(USAGE);
    return 2;
  }
  const line = await runBench(bench, given.options);
  console.log(JSON.stringify(line));
  if (given.save && !given.options.quick) await saveResult(bench.name, given.options.log, line);
  return 0;
}

process.exitCode = await main();
