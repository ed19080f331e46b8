import { loadTrainerConfig, type TrainerConfig } from '../config.ts';
import { ConfigError, openInfrastructure, type Infrastructure } from '#service';

/**
 * Runs a program of this app to its exit code, and exits. A signal ends it at once, even inside a long tensor
 * operation: what is published is published whole (see publishVersion), so there is nothing to clean up. Only as
 * process 1 of a container are signals ignored unless they are handled.
 */
export async function runProcess(
  program: (config: TrainerConfig, infrastructure: Infrastructure) => Promise<number>,
): Promise<never> {
  if (process.pid === 1) {
    process.once('SIGTERM', () => process.exit(143));
    process.once('SIGINT', () => process.exit(130));
  }
  try {
    const config = loadTrainerConfig();
    const infrastructure = await openInfrastructure('trainer', config, 'batch');
    return process.exit(await runAndClose(program, config, infrastructure));
  } catch (error) {
    process.stderr.write(`trainer: ${textOf(error)}\n`);
    return process.exit(1);
  }
}

async function runAndClose(
  program: (config: TrainerConfig, infrastructure: Infrastructure) => Promise<number>,
  config: TrainerConfig,
  infrastructure: Infrastructure,
): Promise<number> {
  try {
    return await program(config, infrastructure);
  } finally {
    await infrastructure.close();
  }
}

/** A wrong configuration is the reader's to fix; the rest is ours, and says where. */
function textOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
