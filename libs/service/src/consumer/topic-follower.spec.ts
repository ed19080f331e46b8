import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TOPICS, type CatalogueItem, type ShopId } from '#contracts';
import type { FollowOptions } from '#event-log';
import { Feed } from '#test-support';
import type { Follows } from './follows.ts';
import { TopicFollower, type TopicRecord } from './topic-follower.ts';

const SHOP = 'demo' as ShopId;
const MUG = { shopId: SHOP, id: 'mug', title: 'A mug', known: true } as CatalogueItem;

class Heard extends TopicFollower<CatalogueItem> {
  readonly records: TopicRecord<CatalogueItem>[] = [];

  constructor(eventLog: Follows, from: FollowOptions['from'] = 'earliest') {
    super(eventLog, { topic: TOPICS.items, from, batchSizeMax: 10 });
  }

  protected apply(records: readonly TopicRecord<CatalogueItem>[]): void {
    this.records.push(...records);
  }
}

/** A log that has caught up when the test says so. */
class SlowLog implements Follows {
  stops = 0;
  catchUp: () => void = () => undefined;

  async follow() {
    const caughtUp = new Promise<void>((resolve) => (this.catchUp = resolve));
    return { caughtUp, stop: async () => void (this.stops += 1) };
  }
}

describe('a follower of a topic', () => {
  it('takes over what is written and what is deleted', async () => {
    const feed = new Feed();
    const heard = new Heard(feed);
    await heard.onApplicationBootstrap();
    await feed.send(TOPICS.items, SHOP, 'mug', MUG);
    await feed.send(TOPICS.items, SHOP, 'mug', null);
    expect(heard.records).toEqual([
      { shopId: SHOP, key: 'mug', value: MUG },
      { shopId: SHOP, key: 'mug', value: null },
    ]);
  });

  it('is ready once it has caught up, when it reads from the earliest record', async () => {
    const log = new SlowLog();
    let ready = false;
    const starting = new Heard(log).onApplicationBootstrap().then(() => (ready = true));
    await setImmediate();
    expect(ready).toBe(false);
    log.catchUp();
    await starting;
    expect(ready).toBe(true);
  });

  it('is ready at once when it reads from the latest', async () => {
    await expect(new Heard(new SlowLog(), 'latest').onApplicationBootstrap()).resolves.toBeUndefined();
  });

  it('stops with the service, started or not', async () => {
    const log = new SlowLog();
    await new Heard(log).beforeApplicationShutdown();
    expect(log.stops).toBe(0);
    const started = new Heard(log, 'latest');
    await started.onApplicationBootstrap();
    await started.beforeApplicationShutdown();
    expect(log.stops).toBe(1);
  });
});
