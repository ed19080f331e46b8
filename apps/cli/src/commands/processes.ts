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
    .command('verify')
    .description('recomputes profiles and aggregates from the archive and compares')
    .action(verify);
}

async function verify(): Promise<void> {
  const profiles = await runApp('profiles/src/verify');
  const aggregates = await runApp('anomaly/src/verify');
  process.exitCode = Math.max(profiles, aggregates);
}

async function exitWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}
