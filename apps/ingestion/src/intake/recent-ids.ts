import { LRUCache } from 'lru-cache';

/** The archive is behind by milliseconds; this many ids cover ten seconds of 10,000 events each. */
const IDS_MAX = 100_000;

/** Ids of events this process has just acknowledged: retries come before the archive knows them. */
export class RecentIds {
  private readonly ids = new LRUCache<string, true>({ max: IDS_MAX });

  has(shopId: string, eventId: string): boolean {
    return this.ids.has(`${shopId}/${eventId}`);
  }

  add(shopId: string, eventId: string): void {
    this.ids.set(`${shopId}/${eventId}`, true);
  }
}
