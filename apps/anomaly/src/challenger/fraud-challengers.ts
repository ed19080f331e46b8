import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type ExperimentMode, type ExperimentRecord, type ShopId } from '#contracts';
import type { FraudModel } from '#ml';
import {
  ARTIFACTS,
  EVENT_LOG,
  LOGGER,
  RepeatedWork,
  TopicFollower,
  type ArtifactStore,
  type Follows,
  type Logger,
  type TopicRecord,
} from '#service';
import { prepareFraudModel } from '../models/prepare-fraud-model.ts';

const BATCH_SIZE_MAX = 100;
/** A volume that was not mounted may be there later. */
const RETRY_MS = 15_000;

/** A fraud model in the shadow of the one that serves. */
export interface FraudChallenger {
  readonly record: ExperimentRecord;
  readonly model: FraudModel;
}

/** The fraud models in the shadow, one of each shop at most, kept current from experiments.v1. */
@Injectable()
export class FraudChallengers extends TopicFollower<ExperimentRecord> {
  private readonly wanted = new Map<ShopId, ExperimentRecord>();
  private readonly open = new Map<ShopId, FraudChallenger>();
  private readonly opening = new RepeatedWork(RETRY_MS, () => this.openMissing());

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(ARTIFACTS) private readonly artifacts: Pick<ArtifactStore, 'read'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'info' | 'error'>,
  ) {
    super(eventLog, { topic: TOPICS.experiments, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
  }

  override async onApplicationBootstrap(): Promise<void> {
    this.opening.start();
    await super.onApplicationBootstrap();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.opening.stop();
  }

  of(shopId: ShopId): FraudChallenger | undefined {
    return this.open.get(shopId);
  }

  protected async apply(records: readonly TopicRecord<ExperimentRecord>[]): Promise<void> {
    for (const { shopId, key, value } of records) {
      // The key is the mode; the others are the gateway's.
      if (key !== ('fraud-shadow' satisfies ExperimentMode)) continue;
      this.open.delete(shopId);
      if (value === null) this.wanted.delete(shopId);
      else this.wanted.set(shopId, value);
    }
    await this.opening.now();
  }

  private async openMissing(): Promise<void> {
    for (const [shopId, record] of this.wanted) {
      if (this.open.get(shopId)?.record === record) continue;
      const { version } = record;
      try {
        const model = prepareFraudModel(record, await this.artifacts.read(shopId, version));
        // It may have ended while it was read.
        if (this.wanted.get(shopId) !== record) continue;
        this.open.set(shopId, { record, model });
        this.logger.info({ shopId, version }, 'a fraud model judges in the shadow');
      } catch (err) {
        this.logger.error({ err, shopId, version }, 'a fraud model cannot judge in the shadow');
      }
    }
  }
}
