import { recordKey, TOPICS } from '#contracts';
import type { Infrastructure } from '#service';
import { changedProfileOf, type ShopSize } from './large-shop.ts';
import { saveProfiles, SHOP_ID } from './seed-large-shop.ts';
import { CHANGES_PER_SECOND, changesBy, changingUser } from './shoppers-on-site.ts';

const TICK_MS = 100;
const CHANGES_PER_APPEND = 500;

/** Shoppers go on shopping: so many profiles a second change, in the store and on the topic, from `startMs` on. */
export class ChangingProfiles implements AsyncDisposable {
  private next = 0;
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  private constructor(
    private readonly infrastructure: Pick<Infrastructure, 'database' | 'eventLog'>,
    private readonly size: ShopSize,
    private readonly startMs: number,
  ) {}

  /** Resolves when a minute's worth of changes is on the topic and the next ones come as time goes by. */
  static async start(
    infrastructure: Pick<Infrastructure, 'database' | 'eventLog'>,
    size: ShopSize,
    startMs: number,
  ): Promise<ChangingProfiles> {
    const changing = new ChangingProfiles(infrastructure, size, startMs);
    await changing.catchUp();
    changing.timer = setInterval(() => {
      changing.underWay = changing.underWay
        .then(() => changing.catchUp())
        .catch((error: unknown) => {
          changing.failure ??= new Error('profiles could not be changed', { cause: error });
        });
    }, TICK_MS);
    return changing;
  }

  /** Changes a second, told for the result. */
  get perSecond(): number {
    return CHANGES_PER_SECOND;
  }

  private async catchUp(): Promise<void> {
    const until = changesBy(this.startMs, Date.now());
    while (this.next < until) {
      const length = Math.min(CHANGES_PER_APPEND, until - this.next);
      const profiles = Array.from({ length }, (_, i) => {
        const change = this.next + i;
        return changedProfileOf(
          changingUser(change, this.size.users),
          change,
          this.size,
          this.startMs,
          Date.now(),
        );
      });
      await saveProfiles(this.infrastructure.database, newestOf(profiles));
      await this.infrastructure.eventLog.append(
        TOPICS.profiles,
        profiles.map((value) => ({ key: recordKey(SHOP_ID, value.profileId), value })),
      );
      this.next += length;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
    if (this.failure !== undefined) throw this.failure;
  }
}

/** One statement must not write a row twice. */
function newestOf<Item extends { readonly profileId: string }>(profiles: readonly Item[]): readonly Item[] {
  return [...new Map(profiles.map((profile) => [profile.profileId, profile])).values()];
}
