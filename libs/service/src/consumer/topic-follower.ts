import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { parseRecordKey, type ShopId, type Topic } from '#contracts';
import type { Batch, Consumption, FollowOptions } from '#event-log';
import type { Follows } from './follows.ts';

/** A record as its topic declares it. */
export interface TopicRecord<T> {
  readonly shopId: ShopId;
  /** The record key after the shop. */
  readonly key: string;
  /** null deletes what the key named. */
  readonly value: T | null;
}

export interface TopicFollowerOptions<T> extends Pick<FollowOptions, 'from' | 'batchSizeMax'> {
  readonly topic: Topic<T>;
}

/**
 * State in memory that one topic keeps current, from the start of the service to its stop. Of a topic that is followed
 * from the earliest record the state is whole before the service is ready.
 */
export abstract class TopicFollower<T> implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private following: Consumption | undefined;

  protected constructor(
    private readonly eventLog: Follows,
    private readonly options: TopicFollowerOptions<T>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      ...this.options,
      handle: async (batch) => this.apply(this.decode(batch)),
    });
    if (this.options.from === 'earliest') await this.following.caughtUp;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.following?.stop();
  }

  /** Takes a batch over, oldest first. Throwing has it tried again. */
  protected abstract apply(records: readonly TopicRecord<T>[]): void | Promise<void>;

  private decode({ records }: Batch): readonly TopicRecord<T>[] {
    const { codec } = this.options.topic;
    return records.map(({ key, value }) => ({
      ...parseRecordKey(key),
      value: value === null ? null : codec.decode(value),
    }));
  }
}
