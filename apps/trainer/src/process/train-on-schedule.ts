import { setTimeout as sleep } from 'node:timers/promises';
import type { Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import { endWithParent, hasParent, tellParent } from '../supervision/tell-parent.ts';
import { runTraining } from '../training-run/run-training.ts';
import type { TrainingOutcome } from '../training-run/training-outcome.ts';
import { parentWatcher } from './parent-watcher.ts';
import { formatOutcome } from '../report/format-outcome.ts';
import { terminalWatcher } from './terminal-watcher.ts';

/** One run, or one after each interval for ever. Answers the exit code: 0 done or too little data, 1 failed. */
export async function trainOnSchedule(
  config: TrainerConfig,
  infrastructure: Infrastructure,
): Promise<number> {
  if (hasParent()) endWithParent();
  for (;;) {
    const outcome = await trainOnce(config, infrastructure);
    await tell(outcome);
    if (config.CARTWISE_TRAIN_EVERY === undefined) return outcome.kind === 'finished' ? 0 : 1;
    await sleep(config.CARTWISE_TRAIN_EVERY);
  }
}

/** A run that breaks is an outcome too: the parent hears of it, and the next interval tries again. */
async function trainOnce(config: TrainerConfig, infrastructure: Infrastructure): Promise<TrainingOutcome> {
  try {
    return await runTraining(config, infrastructure, hasParent() ? parentWatcher : terminalWatcher);
  } catch (error) {
    infrastructure.logger.error({ err: error }, 'a training run broke off');
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function tell(outcome: TrainingOutcome): Promise<void> {
  if (hasParent()) await tellParent({ type: 'finished', outcome });
  else process.stdout.write(`${formatOutcome(outcome)}\n`);
}
