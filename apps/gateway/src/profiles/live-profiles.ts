import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseRecordKey, recordKey, TOPICS, type ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { Batch, Consumption } from '#event-log';
import { CLOCK, type Clock, EVENT_LOG, type Follows, LOGGER, type Logger } from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { ProfileCache } from './profile-cache.ts';
import { PROFILE_READER, type ProfileReader } from './profile-reader.ts';

const BATCH_SIZE_MAX = 500;
/** A page waits no longer for a profile than for the rest of a recommendation. */
const READ_BUDGET_MS = 50;
/** Reads under way at once; a store that has stopped answering is not asked more. */
const READS_MAX = 100;

type ProfileLookup =
  | { readonly kind: 'found'; readonly profile: Profile }
  | { readonly kind: 'none' }
  /** The store failed, was late, or has too much to do. */
  | { readonly kind: 'unavailable' };

const UNAVAILABLE: ProfileLookup = { kind: 'unavailable' };

/** Shoppers' profiles: from memory, kept current by profiles.v1, and from the store for those not in memory. */
@Injectable()
export class LiveProfiles implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly cache: ProfileCache;
  /** By record key; the misses of one profile share a read. */
  private readonly reads = new Map<string, Promise<ProfileLookup>>();
  private following: Consumption | undefined;
  private changed: (shopId: ShopId, profile: Profile) => void = () => undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: Follows,
    @Inject(PROFILE_READER) private readonly reader: ProfileReader,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: GatewayMetrics,
  ) {
    this.cache = new ProfileCache(clock);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      topic: TOPICS.profiles,
      from: 'latest',
      batchSizeMax: BATCH_SIZE_MAX,
      handle: (batch) => Promise.resolve(this.apply(batch)),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.following?.stop();
  }

  /** Has `listener` told of every profile that changes, once it is in memory. */
  onChange(listener: (shopId: ShopId, profile: Profile) => void): void {
    this.changed = listener;
  }

  /** The profile of "u:USER" or "a:ANONYMOUS"; an anonymous id that logged in has its user's. Never rejects. */
  async find(shopId: ShopId, profileId: string): Promise<ProfileLookup> {
    const cached = this.cache.find(shopId, profileId);
    this.metrics.cacheLookups.inc({ cache: 'profile', outcome: cached.kind === 'unknown' ? 'miss' : 'hit' });
    switch (cached.kind) {
      case 'profile':
        return { kind: 'found', profile: cached.profile };
      case 'absent':
        return { kind: 'none' };
      case 'unknown':
        return withinBudget(this.read(shopId, profileId));
    }
  }

  private read(shopId: ShopId, profileId: string): Promise<ProfileLookup> {
    const key = recordKey(shopId, profileId);
    const underWay = this.reads.get(key);
    if (underWay) return underWay;
    if (this.reads.size >= READS_MAX) return Promise.resolve(UNAVAILABLE);
    const read: Promise<ProfileLookup> = this.reader
      .find(shopId, profileId)
      .then(
        (profile): ProfileLookup => {
          // A record that came meanwhile made this read void: it may be older than the record.
          if (this.reads.get(key) === read) this.cache.keep(shopId, profileId, profile);
          return profile ? { kind: 'found', profile } : { kind: 'none' };
        },
        (error: unknown) => {
          this.logger.warn({ shopId, err: error }, 'a profile could not be read');
          return UNAVAILABLE;
        },
      )
      .finally(() => {
        if (this.reads.get(key) === read) this.reads.delete(key);
      });
    this.reads.set(key, read);
    return read;
  }

  private apply(batch: Batch): void {
    for (const record of batch.records) {
      const { shopId, key } = parseRecordKey(record.key);
      this.reads.delete(record.key);
      if (record.value === null) {
        this.cache.forget(shopId, key);
        continue;
      }
      const profile = TOPICS.profiles.codec.decode(record.value);
      // A copy: the record's bytes are a part of its batch's, which would stay in memory with them.
      this.cache.change(shopId, profile, new Uint8Array(record.value));
      this.changed(shopId, profile);
    }
  }
}

/** The read goes on after the budget is spent, and its profile is there for the next request. */
async function withinBudget(read: Promise<ProfileLookup>): Promise<ProfileLookup> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProfileLookup>((resolve) => {
    timer = setTimeout(resolve, READ_BUDGET_MS, UNAVAILABLE);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}
