import { isDeepStrictEqual } from 'node:util';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseRecordKey, TOPICS, type ChampionRecord, type ShopId } from '#contracts';
import type { Consumption, EventLog, LogRecord } from '#event-log';
import { artifactSha256, loadFraudModel, ORDER_FEATURE_NAMES, type FraudModel } from '#ml';
import { ARTIFACTS, EVENT_LOG, LOGGER, type ArtifactStore, type Logger } from '#service';

const BATCH_SIZE_MAX = 100;

/** The fraud model that serves each shop; swapped as champions change, without a request noticing. */
@Injectable()
export class FraudModels implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly byShop = new Map<ShopId, FraudModel>();
  private following: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(ARTIFACTS) private readonly artifacts: ArtifactStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      topic: TOPICS.modelVersions,
      from: 'earliest',
      batchSizeMax: BATCH_SIZE_MAX,
      handle: async ({ records }) => {
        for (const record of records) await this.take(record);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.following?.stop();
  }

  of(shopId: ShopId): FraudModel | undefined {
    return this.byShop.get(shopId);
  }

  /** A version that cannot serve leaves the one before it in place. */
  private async take({ key, value }: LogRecord): Promise<void> {
    const { shopId, key: kind } = parseRecordKey(key);
    if (kind !== 'fraud') return;
    if (value === null) {
      this.byShop.delete(shopId);
      return;
    }
    const champion = TOPICS.modelVersions.codec.decode(value);
    try {
      this.byShop.set(shopId, await this.load(champion));
      this.logger.info({ shopId, version: champion.version }, 'fraud model serves');
    } catch (err) {
      this.logger.error({ err, shopId, version: champion.version }, 'fraud model cannot serve');
    }
  }

  private async load({ shopId, version, artifactSha256: published }: ChampionRecord): Promise<FraudModel> {
    const files = await this.artifacts.read(shopId, version);
    const actual = artifactSha256(files);
    if (actual !== published) {
      throw new Error(`the artifact's SHA-256 is ${actual}, ${published} was published`);
    }
    const model = loadFraudModel(files);
    if (!isDeepStrictEqual(model.columns, ORDER_FEATURE_NAMES)) {
      throw new Error('the model was trained on other features than orders have now');
    }
    // One smoke score: what throws here would throw at checkout.
    model.score(new Float64Array(ORDER_FEATURE_NAMES.length));
    return model;
  }
}
