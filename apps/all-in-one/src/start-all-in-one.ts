import { startEmbeddedPostgres } from '#database';
import {
  loadConfig,
  openInfrastructure,
  ServiceConfig,
  startService,
  type Infrastructure,
  type RunningService,
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

/** Every service in this process, on a database of its own unless one is given. */
export async function startAllInOne(config: AllInOneConfig): Promise<AllInOne> {
  const home = await openHome(config.CARTWISE_DATA_DIR);
  const lock = await takeInstanceLock(home.lockFile);
  const postgres =
    config.CARTWISE_DATABASE_URL === undefined
      ? await startEmbeddedPostgres({ directory: home.postgresDir })
      : undefined;
  await ensureShopsFile(home.shopsFile);
  const environment = {
    CARTWISE_SHOPS_FILE: home.shopsFile,
    CARTWISE_ARTIFACTS_DIR: home.artifactsDir,
    CARTWISE_LOG_FILE: home.logFile,
    CARTWISE_HOST: config.CARTWISE_HOST,
    ...cartwiseVariables(),
    ...(postgres ? { CARTWISE_DATABASE_URL: postgres.connectionString } : {}),
  };
  const infrastructure = await openInfrastructure('all-in-one', loadConfig(ServiceConfig, environment));
  const service = await startService(
    {
      modules: [
        IngestionModule,
        ProfilesModule,
        AnomalyModule,
        GatewayModule,
        TrainerModule.forRoot({
          environment,
          retrainEveryMs: config.CARTWISE_RETRAIN_EVERY_HOURS * 3_600_000,
        }),
      ],
      grpcPackages: ['ingestion', 'catalog', 'recommendation', 'fraud', 'profile', 'models'],
      http: true,
    },
    infrastructure,
  );
  await writeRunningFile(home, environment);
  return {
    home,
    infrastructure,
    service,
    async stop() {
      await removeRunningFile(home);
      await service.stop();
      await infrastructure.close();
      await postgres?.stop();
      await lock.release();
    },
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
