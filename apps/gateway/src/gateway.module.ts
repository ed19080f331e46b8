import { Module } from '@nestjs/common';
import {
  Database,
  EventArchive,
  ExperimentStore,
  FraudShadowStore,
  ModelStore,
  PlacementStore,
  ProfileStore,
} from '#database';
import { LiveCatalogue } from './catalogue/live-catalogue.ts';
import { NewItems } from './catalogue/new-items.ts';
import { ArmChooser } from './experiments/arm-chooser.ts';
import { ArmGuard } from './experiments/arm-guard.ts';
import { ArmHealthBoard } from './experiments/arm-health.ts';
import { ExperimentDesk } from './experiments/experiment-desk.ts';
import { ExperimentMetrics } from './experiments/experiment-metrics.ts';
import { ExposureRecorder } from './experiments/exposure-recorder.ts';
import { HitConsumer } from './experiments/hit-consumer.ts';
import { LiveExperiments } from './experiments/live-experiments.ts';
import { ShadowRuns } from './experiments/shadow-runs.ts';
import { LiveInteractions } from './learning/live-interactions.ts';
import { GatewayMetrics } from './metrics/gateway-metrics.ts';
import { LiveModels } from './models/live-models.ts';
import { ModelRetellings } from './models/model-retellings.ts';
import { ModelController } from './models/model.controller.ts';
import { OpenModels } from './models/open-models.ts';
import { LivePlacements } from './placements/live-placements.ts';
import { PlacementDesk } from './placements/placement-desk.ts';
import { PlacementController } from './placements/placement.controller.ts';
import { BatchedProfileReader } from './profiles/batched-profile-reader.ts';
import { LiveProfiles } from './profiles/live-profiles.ts';
import { PROFILE_READER } from './profiles/profile-reader.ts';
import { Shoppers } from './profiles/shoppers.ts';
import { FreshLists } from './ranking/fresh-lists.ts';
import { Ranker } from './ranking/ranker.ts';
import { FailureLog } from './recommendation/failure-log.ts';
import { RecommendationController } from './recommendation/recommendation.controller.ts';
import { RECOMMENDER_HOST } from './recommenders/recommender-host.ts';
import { ThreadedRecommenders } from './recommenders/threaded-recommenders.ts';
import { ShopViews } from './recommendation/shop-views.ts';
import { LiveTrending } from './trending/live-trending.ts';

/** Recommendations and model versions over gRPC. */
@Module({
  controllers: [RecommendationController, PlacementController, ModelController],
  providers: [
    FailureLog,
    GatewayMetrics,
    LiveCatalogue,
    LiveInteractions,
    LiveModels,
    LivePlacements,
    LiveProfiles,
    LiveTrending,
    NewItems,
    OpenModels,
    PlacementDesk,
    ArmChooser,
    ArmGuard,
    ArmHealthBoard,
    ExperimentDesk,
    ExperimentMetrics,
    ExposureRecorder,
    FreshLists,
    HitConsumer,
    LiveExperiments,
    Ranker,
    ShadowRuns,
    Shoppers,
    ShopViews,
    { provide: RECOMMENDER_HOST, useClass: ThreadedRecommenders },
    {
      provide: EventArchive,
      useFactory: (database: Database) => new EventArchive(database),
      inject: [Database],
    },
    {
      provide: FraudShadowStore,
      inject: [Database],
      useFactory: (database: Database) => new FraudShadowStore(database),
    },
    {
      provide: ExperimentStore,
      useFactory: (database: Database) => new ExperimentStore(database),
      inject: [Database],
    },
    ModelRetellings,
    { provide: ModelStore, useFactory: (database: Database) => new ModelStore(database), inject: [Database] },
    {
      provide: PlacementStore,
      useFactory: (database: Database) => new PlacementStore(database),
      inject: [Database],
    },
    {
      provide: PROFILE_READER,
      useFactory: (database: Database) => new BatchedProfileReader(new ProfileStore(database)),
      inject: [Database],
    },
  ],
})
export class GatewayModule {}
