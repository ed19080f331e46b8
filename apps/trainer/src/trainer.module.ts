import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '#database';
import { ARTIFACTS, LOGGER, ShopDirectory, type ArtifactStore, type Logger } from '#service';
import { openTrainingDue } from './schedule/open-training-due.ts';
import { RetrainSchedule, TRAINING_DUE } from './schedule/retrain-schedule.ts';
import {
  TRAINING_SUPERVISOR_OPTIONS,
  TrainingSupervisor,
  type TrainingSupervisorOptions,
} from './supervision/training-supervisor.ts';

export { TrainingSupervisor };
export { formatOutcome } from './report/format-outcome.ts';

/** Training beside other services: the work itself is done in a process of its own. */
@Module({})
export class TrainerModule {
  static forRoot(options: TrainingSupervisorOptions): DynamicModule {
    return {
      module: TrainerModule,
      providers: [
        { provide: TRAINING_SUPERVISOR_OPTIONS, useValue: options },
        {
          provide: TRAINING_DUE,
          useFactory: (
            database: Database,
            artifacts: ArtifactStore,
            logger: Logger,
            { shops }: ShopDirectory,
          ) =>
            options.schedule === undefined
              ? null
              : openTrainingDue(
                  { database, artifacts, logger },
                  shops.map(({ id }) => id),
                  options.schedule,
                ),
          inject: [Database, ARTIFACTS, LOGGER, ShopDirectory],
        },
        TrainingSupervisor,
        RetrainSchedule,
      ],
      exports: [TrainingSupervisor],
    };
  }
}
