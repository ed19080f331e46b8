import type { ListEntry } from '#contracts/generated/cartwise/fraud/v1/lists';
import type { ListedValue } from './list-kind.ts';

/** The lists that decide about an order by themselves. */
export const DECIDING_LISTS = ['block', 'allow', 'review'] as const;
export type DecidingList = (typeof DECIDING_LISTS)[number];

/** Why somebody is on a list. */
export interface Listing extends ListedValue {
  readonly list: string;
  readonly reason: string;
}

interface Kept {
  /** 0: never. */
  readonly expiresAtMs: number;
  readonly reason: string;
}

/** What the lists of a shop hold, in memory. */
export class ShopLists {
  private readonly byList = new Map<string, Map<string, Kept>>();

  put({ list, kind, value, expiresAtMs, reason }: ListEntry): void {
    let entries = this.byList.get(list);
    if (entries === undefined) this.byList.set(list, (entries = new Map()));
    entries.set(nameOf(kind, value), { expiresAtMs, reason });
  }

  delete({ list, kind, value }: Pick<ListEntry, 'list' | 'kind' | 'value'>): void {
    this.byList.get(list)?.delete(nameOf(kind, value));
  }

  isListed(list: string, kind: string, value: string, atMs: number): boolean {
    return this.find(list, kind, value, atMs) !== undefined;
  }

  /** The first of the values that is on the list. */
  listing(list: DecidingList, values: readonly ListedValue[], atMs: number): Listing | undefined {
    // Most shops hold nobody on most of the lists.
    if ((this.byList.get(list)?.size ?? 0) === 0) return undefined;
    for (const { kind, value } of values) {
      const kept = this.find(list, kind, value, atMs);
      if (kept !== undefined) return { list, kind, value, reason: kept.reason };
    }
    return undefined;
  }

  private find(list: string, kind: string, value: string, atMs: number): Kept | undefined {
    const kept = this.byList.get(list)?.get(nameOf(kind, value));
    return kept !== undefined && (kept.expiresAtMs === 0 || kept.expiresAtMs > atMs) ? kept : undefined;
  }
}

/** Domains and countries are the same in any case; ids are not. */
function nameOf(kind: string, value: string): string {
  return `${kind}/${kind === 'email_domain' || kind === 'country' ? value.toLowerCase() : value}`;
}
