import { Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { Database, ProfileStore } from '#database';
import { METRICS } from '#service';
import { ProfileConsumer } from './consumer/profile-consumer.ts';
import { ProfileMetrics } from './consumer/profile-metrics.ts';
import { ProfileController } from './profile/profile.controller.ts';

export { PROFILES_GROUP } from './consumer/apply-events.ts';

@Module({
  controllers: [ProfileController],
  providers: [
    ProfileConsumer,
    {
      provide: ProfileStore,
      inject: [Database],
      useFactory: (database: Database) => new ProfileStore(database),
    },
    {
      provide: ProfileMetrics,
      inject: [METRICS],
      useFactory: (registry: Registry) => new ProfileMetrics(registry),
    },
  ],
})
export class ProfilesModule {}
