import type { TrainingMessage } from './training-message.ts';

/** Whether a supervisor forked this process. */
export const hasParent = (): boolean => process.send !== undefined;

/** Resolves when the message is on its way; a parent that is gone hears nothing, and this process ends by itself. */
export function tellParent(message: TrainingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

/** A training process does not outlive the process it trains for. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1));
}
