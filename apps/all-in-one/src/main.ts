import { startFailure, stopOnSignal } from '#service';
import { announce } from './announce.ts';
import { loadAllInOneConfig } from './config.ts';
import { loadDemoIfEmpty, trainIfNoModel } from './first-run.ts';
import { startAllInOne } from './start-all-in-one.ts';

try {
  const config = loadAllInOneConfig();
  const cartwise = await startAllInOne(config);
  const stopping = stopOnSignal(() => cartwise.stop());
  try {
    if (config.CARTWISE_DEMO) {
      await loadDemoIfEmpty(cartwise);
      if (!stopping.aborted) await trainIfNoModel(cartwise, stopping);
    }
    if (!stopping.aborted) await announce(cartwise);
  } catch (error) {
    // What the first run was doing fails when it is told to stop; the stop itself goes on and ends the process.
    if (!stopping.aborted) {
      await cartwise.stop();
      throw error;
    }
  }
} catch (error) {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
}
