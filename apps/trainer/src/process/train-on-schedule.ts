import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import { endWithParent, hasParent, tellParent } from '../supervision/tell-parent.ts';
import { runTraining } from '../training-run/run-training.ts';
import { openTrainingDue } from '../schedule/open-training-due.ts';
import type { TrainingDue } from '../schedule/training-due.ts';
import { isWhole, type TrainingOutcome } from '../training-run/training-outcome.ts';
import { parentWatcher } from './parent-watcher.ts';
import { formatOutcome } from '../report/format-outcome.ts';
import { terminalWatcher } from './terminal-watcher.ts';

/** One run, or one whenever the schedule says so, for ever. Answers the exit code: 1 if a shop's training failed. */
export async function trainOnSchedule(
  config: TrainerConfig,
  infrastructure: Infrastructure,
): Promise<number> {
  if (hasParent()) endWithParent();
  const everyMs = config.CARTWISE_TRAIN_EVERY;
  if (everyMs !== undefined) return trainForEver(config, infrastructure, everyMs);
  const outcome = await trainOnce(config, infrastructure);
  await tell(outcome);
  return isWhole(outcome) ? 0 : 1;
}

async function trainForEver(
  config: TrainerConfig,
  infrastructure: Infrastructure,
  everyMs: number,
): Promise<never> {
  const { clock, shops, logger } = infrastructure;
  const shopIds = config.CARTWISE_TRAIN_SHOPS ?? shops.shops.map(({ id }) => id);
  const due = openTrainingDue(infrastructure, shopIds, {
    everyMs,
    driftThreshold: config.CARTWISE_TRAIN_DRIFT,
  });
  for (;;) {
    const because = await untilDue(due, clock);
    logger.info({ because }, 'training begins');
    due.begin(clock());
    await tell({ ...(await trainOnce(config, infrastructure)), because });
  }
}

/** Sleeps until the next run is due and says why. A store that was never trained is trained at once. */
async function untilDue(due: TrainingDue, clock: Clock): Promise<string> {
  for (;;) {
    const now = await due.at(clock());
    if (now.kind === 'due') return now.because;
    if (now.kind === 'never-trained') return 'first: nothing was ever trained';
    await sleep(now.ms);
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
