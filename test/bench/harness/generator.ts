import { setTimeout as sleep } from 'node:timers/promises';
import { runClosedLoop } from './closed-loop.ts';
import { LoadMeter } from './load-meter.ts';
import type { GeneratorMessage, LoadPlan, LoadSummary } from './load-plan.ts';
import { runOpenLoop } from './open-loop.ts';
import type { OpenSender, REFUSED, Sender } from './sender.ts';

// The load generator: a process of its own, so that it never shares an event loop with what is measured. It is told a
// plan over IPC, says "warm" when the measured part begins, and then what came of it.

const clock = { nowMs: () => performance.now(), sleep };

async function openSender(plan: LoadPlan): Promise<Sender> {
  const { open } = (await import(plan.sender)) as { readonly open: OpenSender<unknown> };
  return open(plan.options);
}

async function run(plan: LoadPlan): Promise<LoadSummary> {
  const sender = await openSender(plan);
  const meter = new LoadMeter();
  const calls = {
    send: (sequence: number) => sender.send(sequence),
    answered: (answer: number | typeof REFUSED, latencyMs: number) => meter.answered(answer, latencyMs),
    failed: (error: unknown) => meter.failed(error),
  };
  const begin = () => {
    meter.startMeasuring();
    tell({ kind: 'warm', unitsInAll: meter.summary(plan.seconds).unitsInAll });
  };
  if (plan.arrivals.kind === 'open') {
    const { requestsPerSecond } = plan.arrivals;
    const firstSequence = await runOpenLoop(
      { ...calls, requestsPerSecond, seconds: plan.warmupSeconds, firstSequence: 0 },
      clock,
    );
    begin();
    await runOpenLoop({ ...calls, requestsPerSecond, seconds: plan.seconds, firstSequence }, clock);
  } else {
    const stop = new AbortController();
    const loop = runClosedLoop({ ...calls, concurrency: plan.arrivals.concurrency }, clock, stop.signal);
    await sleep(plan.warmupSeconds * 1000);
    begin();
    await sleep(plan.seconds * 1000);
    meter.stopMeasuring();
    stop.abort();
    await loop;
  }
  await sender.close();
  return meter.summary(plan.seconds);
}

/** Calls back when the message has left. */
function tell(message: GeneratorMessage, then = () => {}): void {
  process.send?.(message, undefined, undefined, then);
}

process.once('disconnect', () => process.exit(1));
process.once('message', (plan: LoadPlan) => {
  run(plan).then(
    (summary) => tell({ kind: 'done', summary }, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});
