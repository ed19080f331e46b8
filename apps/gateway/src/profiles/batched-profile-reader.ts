import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { Coalescer } from '#database';
import type { ProfileReader } from './profile-reader.ts';

type Found = ReadonlyMap<string, Profile>;

/** Reads many profiles of one shop at once; ids without one are absent. #database's ProfileStore does. */
interface ManyProfilesReader {
  findMany(shopId: ShopId, profileIds: readonly string[]): Promise<Found>;
}

/** Reads profiles of a shop together when many are asked for. */
export class BatchedProfileReader implements ProfileReader {
  private readonly shops = new Map<ShopId, Coalescer<string, Found>>();

  constructor(private readonly store: ManyProfilesReader) {}

  async find(shopId: ShopId, profileId: string): Promise<Profile | undefined> {
    return (await this.ofShop(shopId).run([profileId])).get(profileId);
  }

  private ofShop(shopId: ShopId): Coalescer<string, Found> {
    let reads = this.shops.get(shopId);
    if (reads === undefined) {
      reads = new Coalescer((profileIds) => this.store.findMany(shopId, [...new Set(profileIds)]));
      this.shops.set(shopId, reads);
    }
    return reads;
  }
}
