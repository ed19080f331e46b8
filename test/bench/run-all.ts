import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { kafkaAvailability } from '#test-support';
import type { Bench, BenchOptions } from './bench.ts';
import { BENCHES } from './benches.ts';
import { resultsPage, type BenchOutcome } from './results-page.ts';
import { runBench } from './run-bench.ts';

const RESULTS = path.join(import.meta.dirname, 'RESULTS.md');

/** Runs each benchmark on each log it can run on, and writes the page; one that fails is told and leaves a gap. */
export async function runAll(options: BenchOptions): Promise<number> {
  const kafka = await kafkaAvailability();
  const outcomes: BenchOutcome[] = [];
  for (const bench of BENCHES) {
    for (const log of bench.logs) {
      outcomes.push(
        log === 'kafka' && !kafka.available
          ? { bench, log, failure: kafka.reason }
          : await outcomeOf(bench, { ...options, log }),
      );
    }
  }
  // A quick run proves that the benchmarks work; its numbers are nothing to publish.
  if (!options.quick) await writeFile(RESULTS, await inProjectStyle(resultsPage(outcomes, new Date())));
  return outcomes.some((outcome) => 'failure' in outcome) ? 1 : 0;
}

async function outcomeOf(bench: Bench, options: BenchOptions): Promise<BenchOutcome> {
  try {
    const line = await runBench(bench, options);
    console.log(JSON.stringify(line));
    return { bench, log: options.log, line };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    console.error(`${bench.name} on ${options.log} failed: ${failure}`);
    return { bench, log: options.log, failure };
  }
}

const inProjectStyle = async (markdown: string) =>
  format(markdown, { ...(await resolveConfig(RESULTS)), parser: 'markdown' });
