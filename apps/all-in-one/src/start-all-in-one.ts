import { startEmbeddedPostgres } from '#database';
import {
  loadConfig,
  openInfrastructure,
  ServiceConfig,
  startService,
  type Infrastructure,
  type RunningService,
  type ServiceDefinition,
} from '#service';
import { AnomalyModule } from '../../anomaly/src/anomaly.module.ts';
import { GatewayModule } from '../../gateway/src/gateway.module.ts';
import { IngestionModule } from '../../ingestion/src/ingestion.module.ts';
import { ProfilesModule } from '../../profiles/src/profiles.module.ts';
import { TrainerModule } from '../../trainer/src/trainer.module.ts';
import { ENVIRONMENT, type AllInOneConfig } from './config.ts';
import { openHome, removeRunningFile, writeRunningFile, type Home } from './home/home.ts';
import { takeInstanceLock } from './home/instance-lock.ts';
import { ensureShopsFile } from './home/shops-file.ts';

export interface AllInOne {
  readonly home: Home;
  readonly infrastructure: Infrastructure;
  readonly service: RunningService;
  stop(): Promise<void>;
}

/** Every service in this process, on a database of its own unless one is given. What fails to start leaves nothing. */
export async function startAllInOne(config: AllInOneConfig): Promise<AllInOne> {
  const home = await openHome(config.CARTWISE_DATA_DIR);
  // Ended in reverse.
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.toReversed()) await end();
  };
  try {
    const lock = await takeInstanceLock(home.lockFile);
    started.push(() => lock.release());
    const environment = await openStore(config, home, started);
    const infrastructure = await openInfrastructure('all-in-one', loadConfig(ServiceConfig, environment));
    started.push(() => infrastructure.close());
    const service = await startService(definitionOf(config, environment), infrastructure);
    started.push(() => service.stop());
    await writeRunningFile(home, environment);
    started.push(() => removeRunningFile(home));
    return { home, infrastructure, service, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The database and the shops; answers the variables that tell of them. */
async function openStore(
  config: AllInOneConfig,
  home: Home,
  started: (() => Promise<void>)[],
): Promise<Readonly<Record<string, string>>> {
  const own: Record<string, string> = {};
  if (config.CARTWISE_DATABASE_URL === undefined) {
    const postgres = await startEmbeddedPostgres({ directory: home.postgresDir });
    started.push(() => postgres.stop());
    own['CARTWISE_DATABASE_URL'] = postgres.connectionString;
  }
  await ensureShopsFile(home.shopsFile);
  return {
    CARTWISE_SHOPS_FILE: home.shopsFile,
    CARTWISE_ARTIFACTS_DIR: home.artifactsDir,
    CARTWISE_LOG_FILE: home.logFile,
    CARTWISE_HOST: config.CARTWISE_HOST,
    ...cartwiseVariables(),
    ...own,
  };
}

function definitionOf(
  config: AllInOneConfig,
  environment: Readonly<Record<string, string>>,
): ServiceDefinition {
  const schedule = {
    everyMs: config.CARTWISE_RETRAIN_EVERY_HOURS * 3_600_000,
    driftThreshold: config.CARTWISE_TRAIN_DRIFT,
  };
  return {
    modules: [
      IngestionModule,
      ProfilesModule,
      AnomalyModule,
      GatewayModule,
      TrainerModule.forRoot({ environment, schedule }),
    ],
    grpcPackages: ['ingestion', 'catalog', 'recommendation', 'fraud', 'profile', 'models'],
    http: true,
  };
}

/** What was set for us is meant for our children and the command line too. */
function cartwiseVariables(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ENVIRONMENT).flatMap(([name, value]) =>
      name.startsWith('CARTWISE_') && value !== undefined && value !== '' ? [[name, value] as const] : [],
    ),
  );
}
