import { beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { Feed } from '#test-support';
import { metrics, NOW_MS, profileOf, SHOP, silent } from '../testing/samples.ts';
import { LiveProfiles } from './live-profiles.ts';
import type { ProfileReader } from './profile-reader.ts';

/** A store whose answers come when the test says so. */
class PromptedStore implements ProfileReader {
  readonly asked: string[] = [];
  private readonly waiting: {
    resolve(profile: Profile | undefined): void;
    reject(error: Error): void;
  }[] = [];

  find(_shopId: ShopId, profileId: string): Promise<Profile | undefined> {
    this.asked.push(profileId);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  answer(profile: Profile | undefined): void {
    this.waiting.shift()?.resolve(profile);
  }

  fail(): void {
    this.waiting.shift()?.reject(new Error('connection lost'));
  }
}

describe('LiveProfiles', () => {
  let feed: Feed;
  let store: PromptedStore;
  let profiles: LiveProfiles;

  beforeEach(async () => {
    feed = new Feed();
    store = new PromptedStore();
    profiles = new LiveProfiles(feed, store, () => NOW_MS, silent, metrics());
    await profiles.onApplicationBootstrap();
  });

  const find = (id = 'u:ann') => profiles.find(SHOP, id);
  const send = (key: string, profile: Profile | null) => feed.send(TOPICS.profiles, SHOP, key, profile);

  it('reads a profile once and has it from then on', async () => {
    const first = find();
    store.answer(profileOf([]));
    expect(await first).toMatchObject({ kind: 'found', profile: { version: 1 } });
    expect(await find()).toMatchObject({ kind: 'found' });
    expect(store.asked).toEqual(['u:ann']);
  });

  it('shares one read among concurrent misses', async () => {
    const lookups = [find(), find(), find()];
    store.answer(profileOf([]));
    expect((await Promise.all(lookups)).map(({ kind }) => kind)).toEqual(['found', 'found', 'found']);
    expect(store.asked).toHaveLength(1);
  });

  it('has a changed profile without reading it', async () => {
    await send('u:ann', profileOf([], { version: 7 }));
    expect(await find()).toMatchObject({ kind: 'found', profile: { version: 7 } });
    expect(store.asked).toEqual([]);
  });

  it('does not let a read that was overtaken put an older version back', async () => {
    const lookup = find();
    await send('u:ann', profileOf([], { version: 2 }));
    store.answer(profileOf([], { version: 1 }));
    await lookup;
    expect(await find()).toMatchObject({ profile: { version: 2 } });
  });

  it('does not bring back a visitor that was merged while it was read', async () => {
    const lookup = find('a:visitor');
    await send('a:visitor', null);
    store.answer(profileOf([], { profileId: 'a:visitor' }));
    await lookup;
    const again = find('a:visitor');
    store.answer(profileOf([], { profileId: 'u:ann', version: 5 }));
    expect(await again).toMatchObject({ profile: { profileId: 'u:ann', version: 5 } });
  });

  it('says that there is none, and does not ask again at once', async () => {
    const lookup = find();
    store.answer(undefined);
    expect(await lookup).toEqual({ kind: 'none' });
    expect(await find()).toEqual({ kind: 'none' });
    expect(store.asked).toHaveLength(1);
  });

  it('says that the store is unavailable when it fails, and asks again next time', async () => {
    const lookup = find();
    store.fail();
    expect(await lookup).toEqual({ kind: 'unavailable' });
    const again = find();
    store.answer(profileOf([]));
    expect(await again).toMatchObject({ kind: 'found' });
  });

  it('does not wait for a store that does not answer, and has the profile once it did', async () => {
    expect(await find()).toEqual({ kind: 'unavailable' });
    store.answer(profileOf([]));
    expect(await find()).toMatchObject({ kind: 'found' });
    expect(store.asked).toHaveLength(1);
  });

  it('does not ask a store that has stopped answering for more and more', async () => {
    const lookups = Array.from({ length: 500 }, (_, n) => find(`u:${n}`));
    expect((await Promise.all(lookups)).every(({ kind }) => kind === 'unavailable')).toBe(true);
    expect(store.asked.length).toBeLessThanOrEqual(100);
  });
});
