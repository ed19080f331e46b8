import { setTimeout as sleep } from 'node:timers/promises';
import { TrainingAttempts } from '#database';
import type { Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import { endWithParent, hasParent, tellParent } from '../supervision/tell-parent.ts';
import { runTraining } from '../training-run/run-training.ts';
import { TrainingInterval } from '../schedule/training-interval.ts';
import { isWhole, type TrainingOutcome } from '../training-run/training-outcome.ts';
import { parentWatcher } from './parent-watcher.ts';
import { formatOutcome } from '../report/format-outcome.ts';
import { terminalWatcher } from './terminal-watcher.ts';

/** One run, or one whenever the interval is over, for ever. Answers the exit code: 1 if a shop's training failed. */
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
  const { clock, database, shops } = infrastructure;
  const shopIds = config.CARTWISE_TRAIN_SHOPS ?? shops.shops.map(({ id }) => id);
  const interval = new TrainingInterval(new TrainingAttempts(database), shopIds, everyMs);
  for (;;) {
    // A store that was never trained is trained at once.
    await sleep((await interval.msLeft(clock())) ?? 0);
    interval.begin(clock());
    await tell(await trainOnce(config, infrastructure));
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
