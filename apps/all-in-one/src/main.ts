import { startFailure, stopOnSignal } from '#service';
import { announce } from './announce.ts';
import { loadAllInOneConfig } from './config.ts';
import { loadDemoIfEmpty, trainIfNoModel } from './first-run.ts';
import { startAllInOne, type AllInOne } from './start-all-in-one.ts';

/** A shop that serves goes on serving, whatever its greeting runs into: a rate limit, an address it cannot reach itself. */
async function greet(cartwise: AllInOne): Promise<void> {
  try {
    await announce(cartwise);
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.log(`\nThe first recommendation could not be shown: ${reason}`);
  }
}

try {
  const config = loadAllInOneConfig();
  const cartwise = await startAllInOne(config);
  const stopping = stopOnSignal(() => cartwise.stop());
  try {
    if (config.CARTWISE_DEMO) {
      await loadDemoIfEmpty(cartwise);
      if (!stopping.aborted) await trainIfNoModel(cartwise, config.CARTWISE_TRAIN_MODELS, stopping);
    }
    if (!stopping.aborted) await greet(cartwise);
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
