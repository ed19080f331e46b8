import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type ExperimentMode, type ExperimentRecord, type ShopId } from '#contracts';
import {
  ARTIFACTS,
  type ArtifactStore,
  EVENT_LOG,
  type Follows,
  LOGGER,
  type Logger,
  TopicFollower,
  type TopicRecord,
} from '#service';
import { OpenModels } from '../models/open-models.ts';
import {
  RECOMMENDER_HOST,
  type HostedModel,
  type RecommenderHost,
} from '../recommenders/recommender-host.ts';

const BATCH_SIZE_MAX = 100;
const OPEN_RETRY_MS = 15_000;

/** An experiment and its model, which is undefined while it is not open: the champion answers meanwhile. */
export interface LiveExperiment {
  readonly record: ExperimentRecord;
  readonly model: HostedModel | undefined;
}

interface RunningExperiment {
  readonly record: ExperimentRecord;
  model: HostedModel | undefined;
}

/** The experiments that run, and their models. */
@Injectable()
export class LiveExperiments extends TopicFollower<ExperimentRecord> {
  private readonly running = new Map<string, RunningExperiment>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(ARTIFACTS) private readonly artifacts: Pick<ArtifactStore, 'read'>,
    @Inject(RECOMMENDER_HOST) private readonly host: RecommenderHost,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly openModels: OpenModels,
  ) {
    super(eventLog, { topic: TOPICS.experiments, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
  }

  override async onApplicationBootstrap(): Promise<void> {
    this.host.onLost(() => {
      for (const experiment of this.running.values()) this.close(experiment);
      void this.openMissing();
    });
    this.timer = setInterval(() => void this.openMissing(), OPEN_RETRY_MS).unref();
    await super.onApplicationBootstrap();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await super.beforeApplicationShutdown();
  }

  find(shopId: ShopId, mode: ExperimentMode): LiveExperiment | undefined {
    return this.running.get(keyOf(shopId, mode));
  }

  all(): readonly LiveExperiment[] {
    return [...this.running.values()];
  }

  protected async apply(records: readonly TopicRecord<ExperimentRecord>[]): Promise<void> {
    for (const { shopId, key, value } of records) {
      // The key is the mode.
      this.end(keyOf(shopId, key));
      if (value !== null) this.running.set(keyOf(shopId, key), { record: value, model: undefined });
    }
    await this.openMissing();
  }

  private end(key: string): void {
    const ended = this.running.get(key);
    this.running.delete(key);
    if (ended !== undefined) this.close(ended);
  }

  private async openMissing(): Promise<void> {
    for (const [key, experiment] of this.running) {
      // Fraud models are anomaly's.
      if (experiment.model !== undefined || experiment.record.mode === 'fraud-shadow') continue;
      const model = await this.open(experiment.record);
      // It may have ended, or been opened by another call, meanwhile.
      if (this.running.get(key) === experiment && experiment.model === undefined) experiment.model = model;
      else if (model !== undefined) this.openModels.letGo(experiment.record.shopId, model);
    }
  }

  private async open(record: ExperimentRecord): Promise<HostedModel | undefined> {
    const { shopId, version, mode, experimentId, artifactSha256 } = record;
    try {
      const files = await this.artifacts.read(shopId, version);
      const model = await this.host.open({ version, artifactSha256 }, files);
      await this.openModels.add(shopId, model);
      this.logger.info({ shopId, version, mode, experimentId }, 'a model is tried');
      return model;
    } catch (err) {
      this.logger.error(
        { shopId, version, experimentId, err },
        'a model cannot be tried; the champion serves',
      );
      return undefined;
    }
  }

  private close(experiment: RunningExperiment): void {
    if (experiment.model !== undefined) this.openModels.letGo(experiment.record.shopId, experiment.model);
    experiment.model = undefined;
  }
}

const keyOf = (shopId: ShopId, mode: string): string => `${shopId} ${mode}`;
