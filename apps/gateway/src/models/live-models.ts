import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type ChampionRecord, type ShopId } from '#contracts';
import {
  type ArtifactFiles,
  ARTIFACTS,
  type ArtifactStore,
  EVENT_LOG,
  type Follows,
  LOGGER,
  type Logger,
  TopicFollower,
  type TopicRecord,
} from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import {
  RECOMMENDER_HOST,
  type HostedModel,
  type RecommenderHost,
} from '../recommenders/recommender-host.ts';
import { OpenModels } from './open-models.ts';
import type { ServingModel } from './serving-model.ts';

const BATCH_SIZE_MAX = 100;
/** A volume that was not mounted or a copy that was not there yet: soon enough for a person who watches. */
const READ_RETRY_MS = 15_000;

/**
 * The recommender that serves each shop: follows the champions, and swaps one in once it has proved itself. A version
 * that cannot be loaded is refused and the one before it goes on serving.
 */
@Injectable()
export class LiveModels extends TopicFollower<ChampionRecord> {
  private readonly serving = new Map<ShopId, HostedModel>();
  private readonly champions = new Map<ShopId, ChampionRecord>();
  private readonly unread = new Set<ChampionRecord>();
  private retryTimer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(ARTIFACTS) private readonly artifacts: Pick<ArtifactStore, 'read'>,
    @Inject(RECOMMENDER_HOST) private readonly host: RecommenderHost,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: GatewayMetrics,
    private readonly openModels: OpenModels,
  ) {
    super(eventLog, { topic: TOPICS.modelVersions, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
  }

  override async onApplicationBootstrap(): Promise<void> {
    this.host.onLost(() => void this.openAgain());
    this.retryTimer = setInterval(() => void this.retryUnread(), READ_RETRY_MS).unref();
    await super.onApplicationBootstrap();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.retryTimer);
    await super.beforeApplicationShutdown();
  }

  ofShop(shopId: ShopId): ServingModel | undefined {
    return this.serving.get(shopId);
  }

  protected async apply(records: readonly TopicRecord<ChampionRecord>[]): Promise<void> {
    // Older champions of the same batch would be loaded only to be replaced.
    const newest = new Map<ShopId, ChampionRecord>();
    for (const { value } of records) {
      if (value?.kind === 'recommender') newest.set(value.shopId, value);
    }
    for (const [shopId, champion] of newest) {
      this.champions.set(shopId, champion);
      await this.promote(champion);
    }
  }

  private async retryUnread(): Promise<void> {
    // A copy: one that cannot be read this time either is put back while we go through them.
    for (const champion of [...this.unread]) await this.promote(champion);
  }

  /** The models that serve are gone; until they are back, what needs no model answers. */
  private async openAgain(): Promise<void> {
    for (const champion of this.champions.values()) await this.open(champion);
  }

  private async promote(champion: ChampionRecord): Promise<void> {
    if (this.serving.get(champion.shopId)?.version === champion.version) this.unread.delete(champion);
    else await this.open(champion);
  }

  private async open(champion: ChampionRecord): Promise<void> {
    const { shopId, version } = champion;
    this.unread.delete(champion);
    let files: ArtifactFiles;
    try {
      files = await this.artifacts.read(shopId, version);
    } catch (error) {
      if (this.champions.get(shopId) === champion) this.unread.add(champion);
      this.refuse(champion, error);
      return;
    }
    try {
      const model = await this.host.open(champion, files);
      await this.openModels.add(shopId, model);
      this.swap(champion, model);
    } catch (error) {
      this.refuse(champion, error);
    }
  }

  private swap(champion: ChampionRecord, model: HostedModel): void {
    const { shopId, version } = champion;
    // Another version may have been promoted while this one was read and loaded.
    if (this.champions.get(shopId) !== champion) return this.openModels.letGo(shopId, model);
    const before = this.serving.get(shopId);
    this.serving.set(shopId, model);
    if (before !== undefined) this.openModels.letGo(shopId, before);
    this.metrics.modelSwaps.inc({ shop: shopId, outcome: 'swapped' });
    this.logger.info({ shopId, version, before: before?.version }, 'a model is in service');
  }

  private refuse({ shopId, version }: ChampionRecord, error: unknown): void {
    this.metrics.modelSwaps.inc({ shop: shopId, outcome: 'refused' });
    const serving = this.serving.get(shopId)?.version;
    this.logger.error(
      { shopId, version, serving, err: error },
      'a model was refused; the one before serves on',
    );
  }
}
