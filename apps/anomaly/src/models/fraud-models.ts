import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseRecordKey, TOPICS, type ChampionRecord, type ShopId } from '#contracts';
import type { Consumption, EventLog, LogRecord } from '#event-log';
import type { FraudModel } from '#ml';
import { ARTIFACTS, EVENT_LOG, LOGGER, type ArtifactFiles, type ArtifactStore, type Logger } from '#service';
import { within } from '../within.ts';
import { FRAUD_MODEL_TIMES, type FraudModelTimes } from './fraud-model-times.ts';
import { prepareFraudModel } from './prepare-fraud-model.ts';

const BATCH_SIZE_MAX = 100;

/** The fraud model that serves each shop; swapped as champions change, without a request noticing. */
@Injectable()
export class FraudModels implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly byShop = new Map<ShopId, FraudModel>();
  private readonly champions = new Map<ShopId, ChampionRecord>();
  /** Champions whose artifact could not be read; at most one of each shop. */
  private readonly unread = new Map<ShopId, ChampionRecord>();
  private following: Consumption | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retrying: Promise<void> = Promise.resolve();
  private retries = 0;
  private stopped = false;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: Pick<EventLog, 'follow'>,
    @Inject(ARTIFACTS) private readonly artifacts: Pick<ArtifactStore, 'read'>,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(FRAUD_MODEL_TIMES) private readonly times: FraudModelTimes,
  ) {}

  /** Resolves when the champions of the start serve, or after a time: without them orders are judged by rules. */
  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      topic: TOPICS.modelVersions,
      from: 'earliest',
      batchSizeMax: BATCH_SIZE_MAX,
      handle: async ({ records }) => {
        for (const record of records) await this.take(record);
      },
    });
    try {
      await within(this.times.catchUpMaxMs, 'reading the fraud models', this.following.caughtUp);
    } catch (err) {
      this.logger.warn({ err }, 'starting before all fraud models are there: rules only until then');
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    await this.following?.stop();
    await this.retrying;
  }

  of(shopId: ShopId): FraudModel | undefined {
    return this.byShop.get(shopId);
  }

  private async take({ key, value }: LogRecord): Promise<void> {
    const { shopId, key: kind } = parseRecordKey(key);
    if (kind !== 'fraud') return;
    this.unread.delete(shopId);
    if (value === null) {
      this.champions.delete(shopId);
      this.byShop.delete(shopId);
      return;
    }
    const champion = TOPICS.modelVersions.codec.decode(value);
    this.champions.set(shopId, champion);
    this.retries = 0;
    await this.promote(champion);
  }

  /** What cannot be read now may be there later: a volume that was not mounted, a copy that was not complete. */
  private async promote(champion: ChampionRecord): Promise<void> {
    const { shopId, version } = champion;
    let files: ArtifactFiles;
    try {
      files = await this.artifacts.read(shopId, version);
    } catch (err) {
      this.logger.error({ err, shopId, version }, 'fraud model cannot be read; it will be tried again');
      if (this.isChampion(champion)) this.unread.set(shopId, champion);
      this.scheduleRetry();
      return;
    }
    // Another version may have been promoted while this one was read.
    if (this.isChampion(champion)) this.swap(champion, files);
  }

  /** A version that cannot serve leaves the one before it in place. */
  private swap(champion: ChampionRecord, files: ArtifactFiles): void {
    const { shopId, version } = champion;
    this.unread.delete(shopId);
    try {
      this.byShop.set(shopId, prepareFraudModel(champion, files));
      this.logger.info({ shopId, version }, 'fraud model serves');
    } catch (err) {
      this.logger.error({ err, shopId, version }, 'fraud model cannot serve');
    }
  }

  private isChampion(champion: ChampionRecord): boolean {
    return this.champions.get(champion.shopId) === champion;
  }

  private scheduleRetry(): void {
    if (this.stopped || this.unread.size === 0 || this.retryTimer !== undefined) return;
    const { retryFirstMs, retryMaxMs } = this.times;
    const delayMs = Math.min(retryMaxMs, retryFirstMs * 2 ** this.retries);
    this.retries += 1;
    this.retryTimer = setTimeout(() => {
      this.retrying = this.retryUnread();
    }, delayMs).unref();
  }

  private async retryUnread(): Promise<void> {
    for (const champion of [...this.unread.values()]) {
      if (!this.stopped) await this.promote(champion);
    }
    this.retryTimer = undefined;
    this.scheduleRetry();
  }
}
