import { kafkaAvailability } from '#test-support';
import type { Bench, BenchOptions } from './bench.ts';
import { BENCHES } from './benches.ts';
import { saveResult } from './results/write-results-page.ts';
import { runBench } from './run-bench.ts';

/** Runs each benchmark on each log it can run on and keeps its line; one that fails is told and keeps the line before. */
export async function runAll(options: BenchOptions): Promise<number> {
  const kafka = await kafkaAvailability();
  if (!kafka.available) console.error(`left out, on kafka: ${kafka.reason}`);
  let failures = 0;
  for (const bench of BENCHES) {
    for (const log of bench.logs) {
      if (log === 'kafka' && !kafka.available) continue;
      if (!(await runAndSave(bench, { ...options, log }))) failures += 1;
    }
  }
  return failures === 0 ? 0 : 1;
}

/** Resolves to whether it ran. A quick run proves that the benchmark works; its numbers are nothing to keep. */
async function runAndSave(bench: Bench, options: BenchOptions): Promise<boolean> {
  try {
    const line = await runBench(bench, options);
    console.log(JSON.stringify(line));
    if (!options.quick) await saveResult(bench.name, options.log, line);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`${bench.name} on ${options.log} failed: ${reason}`);
    return false;
  }
}
