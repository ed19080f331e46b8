import { parseArgs } from 'node:util';
import type { BenchOptions } from './bench.ts';
import { BENCHES } from './benches.ts';
import { runBench } from './run-bench.ts';
import { runAll } from './run-all.ts';

const USAGE = `npm run bench -- NAME [--seconds N] [--quick] [--log postgres|kafka] [--profile FOLDER]
NAME is one of: ${BENCHES.map(({ name }) => name).join(', ')}; or all, which writes test/bench/RESULTS.md.
--profile puts a CPU profile of each service process into the folder.`;

function readArguments(): { readonly name: string; readonly options: BenchOptions } | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      log: { type: 'string', default: 'postgres' },
      profile: { type: 'string' },
    },
  });
  const [name] = positionals;
  const { quick, log, profile: profileDir } = values;
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (name === undefined || positionals.length > 1 || (log !== 'postgres' && log !== 'kafka'))
    return undefined;
  if (seconds !== undefined && !(seconds > 0)) return undefined;
  return { name, options: { quick, log, seconds, profileDir } };
}

async function main(): Promise<number> {
  const given = readArguments();
  if (given?.name === 'all') return runAll(given.options);
  const bench = BENCHES.find(({ name }) => name === given?.name);
  if (given === undefined || !bench?.logs.includes(given.options.log)) {
    console.error(USAGE);
    return 2;
  }
  console.log(JSON.stringify(await runBench(bench, given.options)));
  return 0;
}

process.exitCode = await main();
