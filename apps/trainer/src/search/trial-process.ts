import { TrialsInProcess } from '#ml';
import type { FromTrialProcess, ToTrialProcess } from './trial-messages.ts';

// The entry of a process of `TrialPool`: it keeps the data and carries out one trial after the other.

let trials: TrialsInProcess | undefined;

const send = (message: FromTrialProcess): void => void process.send?.(message);

// Only our own pool is at the other end.
process.on('message', (message) => {
  const received = message as ToTrialProcess;
  if (received.kind === 'data') {
    trials = new TrialsInProcess(received.data);
    return;
  }
  try {
    if (trials === undefined) throw new Error('a trial came before its data');
    send({ result: trials.runOne(received.trial) });
  } catch (error) {
    send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
// It does not outlive the search.
process.once('disconnect', () => process.exit(0));
