import { Module, type Provider, type Type } from '@nestjs/common';
import { Database, EventArchive, ItemStore, RejectedEventStore } from '#database';
import { ArchiveConsumer } from './archive/archive-consumer.ts';
import { ArchiveUpkeep } from './archive/archive-upkeep.ts';
import { CatalogController } from './catalogue/catalog.controller.ts';
import { CatalogueService } from './catalogue/catalogue.service.ts';
import { ItemsController } from './catalogue/items.controller.ts';
import { IngestionController } from './doors/grpc/ingestion.controller.ts';
import { PART_JUDGE } from './doors/http/load/judged-part.ts';
import { LoadController } from './doors/http/load/load.controller.ts';
import { LoadIntake } from './doors/http/load/load-intake.ts';
import { WorkerJudge } from './doors/http/load/worker-judge.ts';
import { RawBodies } from './doors/http/raw-bodies.ts';
import { SegmentController } from './doors/http/segment.controller.ts';
import { RawConsumer } from './doors/raw/raw-consumer.ts';
import { EventIntake } from './intake/event-intake.ts';
import { VerdictMetrics } from './intake/verdict-metrics.ts';
import { RejectedConsumer } from './rejected/rejected-consumer.ts';
import { RejectedController } from './rejected/rejected.controller.ts';
import { Replay } from './rejected/replay.ts';

const store = (Store: Type): Provider => ({
  provide: Store,
  useFactory: (database: Database) => new Store(database),
  inject: [Database],
});

/** Events and catalogue in. */
@Module({
  controllers: [
    SegmentController,
    LoadController,
    IngestionController,
    RejectedController,
    ItemsController,
    CatalogController,
  ],
  providers: [
    store(EventArchive),
    store(ItemStore),
    store(RejectedEventStore),
    RawBodies,
    EventIntake,
    LoadIntake,
    { provide: PART_JUDGE, useClass: WorkerJudge },
    VerdictMetrics,
    RawConsumer,
    ArchiveConsumer,
    ArchiveUpkeep,
    RejectedConsumer,
    Replay,
    CatalogueService,
  ],
  exports: [EventIntake, CatalogueService],
})
export class IngestionModule {}
