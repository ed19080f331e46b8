import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { ProfileReader } from './profile-reader.ts';

/** While these are under way, what else is asked for waits and shares the next one. */
const STATEMENTS_MAX = 2;

/** Reads many profiles of one shop at once; ids without one are absent. #database's ProfileStore does. */
interface ManyProfilesReader {
  findMany(shopId: ShopId, profileIds: readonly string[]): Promise<ReadonlyMap<string, Profile>>;
}

interface Waiting {
  readonly profileId: string;
  readonly resolve: (profile: Profile | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads one profile at once when there is little to read, and many in one statement when there is much. */
export class BatchedProfileReader implements ProfileReader {
  private readonly waiting = new Map<ShopId, Waiting[]>();
  private underWay = 0;

  constructor(private readonly store: ManyProfilesReader) {}

  find(shopId: ShopId, profileId: string): Promise<Profile | undefined> {
    return new Promise((resolve, reject) => {
      const ofShop = this.waiting.get(shopId) ?? [];
      ofShop.push({ profileId, resolve, reject });
      this.waiting.set(shopId, ofShop);
      this.readNext();
    });
  }

  private readNext(): void {
    if (this.underWay >= STATEMENTS_MAX) return;
    const [next] = this.waiting;
    if (next === undefined) return;
    const [shopId, asked] = next;
    // The shops take turns: one that waits anew goes to the end.
    this.waiting.delete(shopId);
    this.underWay++;
    void this.read(shopId, asked).finally(() => {
      this.underWay--;
      this.readNext();
    });
  }

  private async read(shopId: ShopId, asked: readonly Waiting[]): Promise<void> {
    try {
      const found = await this.store.findMany(shopId, [...new Set(asked.map(({ profileId }) => profileId))]);
      for (const { profileId, resolve } of asked) resolve(found.get(profileId));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
