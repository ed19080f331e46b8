import type { CartwiseClient } from '../../../clients/typescript/src/index.ts';

const REFRESH_MS = 1_000;
const LIMIT = 200;

/** What sells now, asked for every second as a shop's page would: it is the same for everyone. */
export class TrendingList implements Disposable {
  private itemIds: readonly string[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly cartwise: CartwiseClient) {
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
  }

  async refresh(): Promise<void> {
    try {
      const { items } = await this.cartwise.recommendations.trending({ limit: LIMIT });
      this.itemIds = items.map(({ itemId }) => itemId);
    } catch {
      // The last list stands: the call is counted where it matters, with the recommendations.
    }
  }

  /** The first so many that were not seen. */
  without(seen: ReadonlySet<string>, limit: number): readonly string[] {
    return this.itemIds.filter((itemId) => !seen.has(itemId)).slice(0, limit);
  }

  [Symbol.dispose](): void {
    clearInterval(this.timer);
  }
}
