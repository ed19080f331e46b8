import { stopOnSignal } from '#service';
import { announce } from './announce.ts';
import { loadAllInOneConfig } from './config.ts';
import { loadDemoIfEmpty, trainIfNoModel } from './first-run.ts';
import { startAllInOne } from './start-all-in-one.ts';

try {
  const config = loadAllInOneConfig();
  const cartwise = await startAllInOne(config);
  stopOnSignal(() => cartwise.stop());
  if (config.CARTWISE_DEMO) {
    await loadDemoIfEmpty(cartwise);
    await trainIfNoModel(cartwise);
  }
  await announce(cartwise);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
