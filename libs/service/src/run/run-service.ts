import { loadConfig } from '../config/load-config.ts';
import { ServiceConfig } from '../config/service-config.ts';
import { openInfrastructure } from '../infrastructure/infrastructure.ts';
import { startFailure } from './start-error.ts';
import { startService, type ServiceDefinition } from './start-service.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/**
 * The whole of a service's main: configuration, infrastructure, modules, and an orderly end on a signal. A start that
 * fails says why and ends the process with code 1; `define` may throw a StartError of its own.
 */
export async function runService(
  name: string,
  define: () => ServiceDefinition,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  try {
    const config = loadConfig(ServiceConfig, environment);
    const definition = define();
    const infrastructure = await openInfrastructure(name, config);
    const service = await startService(definition, infrastructure);
    stopOnSignal(async () => {
      await service.stop();
      await infrastructure.close();
    });
  } catch (error) {
    process.stderr.write(`${name}: ${startFailure(error)}\n`);
    process.exitCode = 1;
    process.exit();
  }
}
