import { Module, type DynamicModule } from '@nestjs/common';
import { Database, TrainingAttempts } from '#database';
import { RetrainSchedule } from './schedule/retrain-schedule.ts';
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
          provide: TrainingAttempts,
          useFactory: (database: Database) => new TrainingAttempts(database),
          inject: [Database],
        },
        TrainingSupervisor,
        RetrainSchedule,
      ],
      exports: [TrainingSupervisor],
    };
  }
}
