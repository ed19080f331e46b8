import { loadConfig, ConfigError } from '../config/load-config.ts';
import { ServiceConfig } from '../config/service-config.ts';
import { openInfrastructure } from '../infrastructure/infrastructure.ts';
import { startService, type ServiceDefinition } from './start-service.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** The whole of a service's main: configuration, infrastructure, modules, and an orderly end on a signal. */
export async function runService(
  name: string,
  definition: ServiceDefinition,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  try {
    const infrastructure = await openInfrastructure(name, loadConfig(ServiceConfig, environment));
    const service = await startService(definition, infrastructure);
    stopOnSignal(async () => {
      await service.stop();
      await infrastructure.close();
    });
  } catch (error) {
    process.stderr.write(
      `${name}: ${error instanceof ConfigError ? error.message : (error as Error).stack}\n`,
    );
    process.exitCode = 1;
    process.exit();
  }
}
