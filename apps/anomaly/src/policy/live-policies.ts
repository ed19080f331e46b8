import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type ShopId } from '#contracts';
import type { PolicyRecord } from '#contracts/generated/cartwise/fraud/v1/policy';
import { EVENT_LOG, LOGGER, TopicFollower, type Follows, type Logger, type TopicRecord } from '#service';
import { RuleSet } from '../rules/rule-set.ts';
import type { Policy } from './policy.ts';
import { ShopPolicy } from './shop-policy.ts';

const BATCH_SIZE_MAX = 1_000;

/** Every shop's policy, kept current from fraud-policy.v1. The service is ready once it has read all of them. */
@Injectable()
export class LivePolicies extends TopicFollower<PolicyRecord> {
  private readonly shops = new Map<ShopId, ShopPolicy>();
  /** Of a shop that has laid down nothing. */
  private readonly unwritten: ShopPolicy;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    private readonly defaults: RuleSet,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(eventLog, { topic: TOPICS.fraudPolicy, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
    this.unwritten = new ShopPolicy(defaults);
  }

  of(shopId: ShopId): Policy {
    return this.shops.get(shopId) ?? this.unwritten;
  }

  protected apply(records: readonly TopicRecord<PolicyRecord>[]): void {
    for (const { shopId, key, value } of records) {
      let policy = this.shops.get(shopId);
      if (policy === undefined) this.shops.set(shopId, (policy = new ShopPolicy(this.defaults)));
      try {
        policy.apply(key, value);
      } catch (err) {
        // It was read before it was kept; a service with other fields may have written it.
        this.logger.error({ err, shopId, key }, 'a rule cannot be read; the one before it holds');
      }
    }
  }
}
