import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { profileOf, SHOP } from '../testing/samples.ts';
import { BatchedProfileReader } from './batched-profile-reader.ts';

/** Knows u:ann and u:bob of the one shop. */
class Store {
  readonly statements: (readonly string[])[] = [];

  async findMany(shopId: ShopId, profileIds: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
    this.statements.push(profileIds);
    await new Promise((resolve) => setImmediate(resolve));
    const known = profileIds.filter((id) => shopId === SHOP && ['u:ann', 'u:bob'].includes(id));
    return new Map(known.map((profileId) => [profileId, profileOf([], { profileId })]));
  }
}

describe('BatchedProfileReader', () => {
  it('gives each its own, and reads together, each id once, what is asked for at the same time', async () => {
    const store = new Store();
    const reader = new BatchedProfileReader(store);
    const ids = ['u:1', 'u:2', 'u:ann', 'u:bob', 'u:ann', 'u:none'];
    const found = await Promise.all(ids.map((id) => reader.find(SHOP, id)));
    expect(found.map((profile) => profile?.profileId)).toEqual([
      undefined,
      undefined,
      'u:ann',
      'u:bob',
      'u:ann',
      undefined,
    ]);
    expect(store.statements).toEqual([['u:1', 'u:2', 'u:ann', 'u:bob', 'u:none']]);
  });

  it('keeps shops apart', async () => {
    const reader = new BatchedProfileReader(new Store());
    expect(await reader.find('another' as ShopId, 'u:ann')).toBeUndefined();
    expect(await reader.find(SHOP, 'u:ann')).toMatchObject({ profileId: 'u:ann' });
  });
});
