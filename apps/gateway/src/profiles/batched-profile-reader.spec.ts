import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { profileOf, SHOP } from '../testing/samples.ts';
import { BatchedProfileReader } from './batched-profile-reader.ts';

/** Knows u:ann and u:bob; answers when it is told to. */
class SlowStore {
  readonly statements: (readonly string[])[] = [];
  private readonly answers: (() => void)[] = [];

  findMany(_shopId: ShopId, profileIds: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
    this.statements.push(profileIds);
    return new Promise((resolve, reject) => {
      this.answers.push(() => {
        if (profileIds.includes('u:broken')) reject(new Error('connection lost'));
        const known = profileIds.filter((id) => id === 'u:ann' || id === 'u:bob');
        resolve(new Map(known.map((profileId) => [profileId, profileOf([], { profileId })])));
      });
    });
  }

  async answer(): Promise<void> {
    this.answers.shift()?.();
    // The next statement goes out when this one's answer is in.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('BatchedProfileReader', () => {
  it('reads at once when nothing else is read', () => {
    const store = new SlowStore();
    void new BatchedProfileReader(store).find(SHOP, 'u:ann');
    expect(store.statements).toEqual([['u:ann']]);
  });

  it('reads together what was asked for while two reads were under way, each id once', async () => {
    const store = new SlowStore();
    const reader = new BatchedProfileReader(store);
    const ids = ['u:1', 'u:2', 'u:ann', 'u:bob', 'u:ann', 'u:none'];
    const found = ids.map((id) => reader.find(SHOP, id));
    await store.answer();
    expect(store.statements).toEqual([['u:1'], ['u:2'], ['u:ann', 'u:bob', 'u:none']]);
    await store.answer();
    await store.answer();
    expect((await Promise.all(found)).map((profile) => profile?.profileId)).toEqual([
      undefined,
      undefined,
      'u:ann',
      'u:bob',
      'u:ann',
      undefined,
    ]);
  });

  it('fails those of a failed read and reads on', async () => {
    const store = new SlowStore();
    const reader = new BatchedProfileReader(store);
    const broken = reader.find(SHOP, 'u:broken');
    const ann = reader.find(SHOP, 'u:ann');
    void store.answer();
    await expect(broken).rejects.toThrow('connection lost');
    await store.answer();
    expect(await ann).toMatchObject({ profileId: 'u:ann' });
  });
});
