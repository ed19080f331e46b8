import { recordKey, type ShopId, type Topic } from '#contracts';
import type { EventLog, FollowOptions } from '#event-log';

/** An event log that is fed by hand: every record goes to who follows its topic before `send` resolves. */
export class Feed implements Pick<EventLog, 'follow'> {
  private readonly followers: FollowOptions[] = [];
  private offset = 0;

  async follow(options: FollowOptions) {
    this.followers.push(options);
    return { caughtUp: Promise.resolve(), stop: () => Promise.resolve() };
  }

  async send<T>(topic: Topic<T>, shopId: ShopId, key: string, value: T | null): Promise<void> {
    const record = {
      partition: 0,
      offset: this.offset++,
      key: recordKey(shopId, key),
      value: value === null ? null : topic.codec.encode(value),
      appendedAt: 0,
    };
    for (const { topic: followed, handle } of this.followers) {
      if (followed.name === topic.name) await handle({ topic: topic.name, records: [record] });
    }
  }
}
