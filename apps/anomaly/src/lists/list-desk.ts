import { CartwiseError, type ShopId } from '#contracts';
import type {
  ListEntriesResponse,
  ListEntry,
  ListSummary,
} from '#contracts/generated/cartwise/fraud/v1/lists';
import type { ListEntryStore } from '#database';
import { actorOf, type AuditedChange, type Caller, type Clock } from '#service';
import type { PolicyPublisher } from '../policy/policy-publisher.ts';
import { entryOf, entryTokenOf } from './entry-token.ts';
import type { DeleteEntriesFields, ListEntriesFields, PutEntriesFields } from './list-requests.ts';
import { listValue, shownValue } from './list-value.ts';
import { DECIDING_LISTS } from './shop-lists.ts';

/** Of one shop: each is held in memory by every process that judges, about 200 bytes. */
const ENTRIES_MAX = 100_000;
/** Expired entries that go with one change. */
const FORGOTTEN_MAX = 1_000;

/** What people do with lists. */
export class ListDesk {
  constructor(
    private readonly store: ListEntryStore,
    private readonly publisher: PolicyPublisher,
    private readonly clock: Clock,
  ) {}

  /** Adds entries, or replaces them; those that have expired go. @throws CartwiseError. */
  async put(caller: Caller, { entries: asked }: PutEntriesFields): Promise<readonly ListEntry[]> {
    const { shop } = caller;
    const actor = actorOf(caller);
    const nowMs = this.clock();
    const byName = new Map<string, ListEntry>();
    for (const [index, entry] of asked.entries()) {
      if (entry.expiresAtMs !== 0 && entry.expiresAtMs <= nowMs) {
        throw new CartwiseError('REQUEST_INVALID_FIELD', {
          field: `entries[${index}].expires_at_ms`,
          reason: 'must be in the future, or 0',
        });
      }
      const value = listValue(shop, entry.kind, entry.value, `entries[${index}].value`);
      byName.set(JSON.stringify([entry.list, entry.kind, value]), {
        ...entry,
        value,
        author: entry.author === '' ? actor.name : entry.author,
        addedAtMs: nowMs,
      });
    }
    const entries = [...byName.values()];
    return this.publisher.publish(actor, async (sql) => {
      const expired = await this.store.forgetExpired(sql, shop.id, nowMs, FORGOTTEN_MAX);
      if (!(await this.store.put(sql, shop.id, entries, ENTRIES_MAX))) {
        throw new CartwiseError('CONFLICT', { reason: `a shop's lists hold at most ${ENTRIES_MAX} entries` });
      }
      return {
        result: entries.map(shown),
        gone: expired.map((listEntry) => ({ listEntry })),
        kept: entries.map((listEntry) => ({ listEntry })),
        audited: auditedLists('list.added', entries),
      };
    });
  }

  /** How many were there. */
  async delete(caller: Caller, { entries }: DeleteEntriesFields): Promise<number> {
    const { shop } = caller;
    const named = entries.map((entry, index) => ({
      ...entry,
      value: listValue(shop, entry.kind, entry.value, `entries[${index}].value`),
    }));
    return this.publisher.publish(actorOf(caller), async (sql) => {
      const deleted = await this.store.delete(sql, shop.id, named);
      return {
        result: deleted.length,
        gone: deleted.map((listEntry) => ({ listEntry })),
        audited: auditedLists('list.removed', deleted),
      };
    });
  }

  async entries(
    shopId: ShopId,
    { list, kind, pageSize, pageToken }: ListEntriesFields,
  ): Promise<ListEntriesResponse> {
    const entries = await this.store.list(shopId, list, { kind, after: entryOf(pageToken), limit: pageSize });
    const last = entries.length === pageSize ? entries.at(-1) : undefined;
    return { entries: entries.map(shown), nextPageToken: last === undefined ? '' : entryTokenOf(last) };
  }

  /** Those that decide by themselves, be they empty, and those that hold something. */
  async summaries(shopId: ShopId): Promise<readonly ListSummary[]> {
    const held = await this.store.summaries(shopId);
    const empty = DECIDING_LISTS.filter((name) => held.every(({ list }) => list !== name));
    return [...empty.map((list) => ({ list, entries: 0 })), ...held];
  }
}

/** One entry of the log for each list of a change. */
function auditedLists(action: string, entries: readonly ListEntry[]): readonly AuditedChange[] {
  return [...new Set(entries.map(({ list }) => list))].map((list) => {
    const ofList = entries.filter((entry) => entry.list === list);
    const state = action === 'list.added' ? { after: ofList } : { before: ofList };
    return { action, subject: { kind: 'list', id: list }, detail: `${ofList.length} entries`, ...state };
  });
}

const shown = (entry: ListEntry): ListEntry => ({ ...entry, value: shownValue(entry.kind, entry.value) });
