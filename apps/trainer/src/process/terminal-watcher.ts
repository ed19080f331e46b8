import { terminalProgress } from '../progress/terminal-progress.ts';
import type { TrainingWatcher } from '../training-run/run-training.ts';

/** Whoever ran the command. */
export const terminalWatcher: TrainingWatcher = {
  backendChosen: (line) => void process.stderr.write(`${line}\n`),
  shopStarted: (shopId) => terminalProgress(`Training ${shopId}`, process.stderr),
};
