import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { ArtifactFolder, ARTIFACTS, CLOCK, createLogger, LOGGER, ShopDirectory, systemClock } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { RetrainSchedule } from './schedule/retrain-schedule.ts';
import { TrainerModule, TrainingSupervisor } from './trainer.module.ts';

/** What InfrastructureModule gives, as far as the trainer asks for it. */
@Module({})
class Surroundings {
  static of(database: Database): DynamicModule {
    const providers = [
      { provide: Database, useValue: database },
      { provide: ShopDirectory, useValue: { shops: [] } },
      { provide: ARTIFACTS, useValue: new ArtifactFolder('/nowhere') },
      { provide: CLOCK, useValue: systemClock },
      { provide: LOGGER, useValue: createLogger({ service: 'test', level: 'silent' }) },
    ];
    return { module: Surroundings, global: true, providers, exports: providers };
  }
}

describe('the trainer beside other services', () => {
  let server: TestPostgres;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('starts and stops with its schedule, and trains nothing of a store that was never trained', async () => {
    @Module({
      imports: [
        Surroundings.of(database),
        TrainerModule.forRoot({
          environment: {},
          entry: '/nowhere',
          schedule: { everyMs: 1, driftThreshold: 0.25 },
        }),
      ],
    })
    class Root {}
    const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    await app.get(RetrainSchedule).trainIfDue();
    await app.close();
    expect(await app.get(TrainingSupervisor).train()).toEqual({
      kind: 'failed',
      reason: 'the service is stopping',
    });
  });
});
