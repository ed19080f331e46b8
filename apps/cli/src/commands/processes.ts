import type { Command } from 'commander';
import { runApp } from '../connection/run-app.ts';

/** The commands that are a process of their own on the same store. */
export function addProcesses(program: Command): void {
  program
    .command('train')
    .description('trains, evaluates, and publishes what beats the champion')
    .action(() => exitWith(runApp('trainer/src/main')));
  program
    .command('evaluate')
    .description('compares every model of a version (the champion by default) on the newest weeks')
    .argument('[version]')
    .option('--json', 'as JSON')
    .option('--report <file>', 'also as a page of HTML with plots')
    .action((version: string | undefined, options: { readonly json?: true; readonly report?: string }) =>
      exitWith(
        runApp('trainer/src/evaluate', [
          ...(version === undefined ? [] : ['--version', version]),
          ...(options.json ? ['--json'] : []),
          ...(options.report === undefined ? [] : ['--report', options.report]),
        ]),
      ),
    );
  program
    .command('backtest')
    .description(
      'decides past orders again, as they were known then, and compares with what serves, in money',
    )
    .option('--rules <file>', 'with these rules')
    .option('--model <version>', 'with this fraud model')
    .option('--from <day>', 'orders from this day on (30 days before --to)')
    .option('--to <day>', 'orders before this day (now)')
    .option('--shop <id>', 'of this shop (the first)')
    .option('--json', 'as JSON')
    .option('--report <file>', 'also as a page of HTML with threshold curves')
    .action((options: Readonly<Record<string, string | true>>) =>
      exitWith(runApp('anomaly/src/backtest', optionArguments(options))),
    );
  program
    .command('verify')
    .description('recomputes profiles and aggregates from the archive and compares')
    .action(verify);
}

/** As they were given: { from: 'x', json: true } is --from x --json. */
const optionArguments = (options: Readonly<Record<string, string | true>>): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, value]));

async function verify(): Promise<void> {
  const profiles = await runApp('profiles/src/verify');
  const aggregates = await runApp('anomaly/src/verify');
  process.exitCode = Math.max(profiles, aggregates);
}

async function exitWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}
