import { recordKey, TOPICS, type Event } from '#contracts';
import { takeUnapplied, type ProfileRef, type ProfileStore } from '#database';
import { enqueue, outboxNewest, type Batch, type Transaction } from '#event-log';
import { eventOf, type ShopDirectory } from '#service';
import { mayProfile } from '../identity/may-profile.ts';
import { ProfileBook } from '../identity/profile-book.ts';
import { profilesOfEvent } from '../identity/profiles-of-event.ts';
import { shopCurrencyOf } from '../identity/shop-currency.ts';

/** The consumer group of this app on events.v1. */
export const PROFILES_GROUP = 'profiles';

export interface AppliedBatch {
  readonly events: number;
  readonly merges: number;
}

/**
 * Folds a batch of events.v1 into the stored profiles, all in the given transaction: an event that was applied
 * before changes nothing. What changed leaves through the outbox by key; the relay asks for the newest bytes.
 */
export async function applyEvents(
  dependencies: { readonly profiles: ProfileStore; readonly shops: ShopDirectory },
  transaction: Transaction,
  batch: Batch,
): Promise<AppliedBatch> {
  const fresh = await takeUnapplied(transaction, PROFILES_GROUP, decode(batch));
  const foldable = fresh.filter(({ event }) => mayProfile(event));
  const book = new ProfileBook(
    await dependencies.profiles.lock(transaction, refsOf(foldable.map(({ event }) => event))),
  );
  for (const { event, offset } of foldable) {
    book.fold(event, offset, shopCurrencyOf(dependencies.shops, event.shopId));
  }
  const { rows, links, published } = book.changes();
  await dependencies.profiles.save(transaction, rows);
  await dependencies.profiles.saveLinks(transaction, links);
  await enqueue(
    transaction,
    published.map(({ shopId, profileId }) => outboxNewest(TOPICS.profiles, recordKey(shopId, profileId))),
  );
  return { events: foldable.length, merges: links.length };
}

function decode(batch: Batch) {
  return batch.records.flatMap((record) => {
    if (record.value === null) return [];
    const event = eventOf(record);
    return [{ shopId: event.shopId, eventId: event.eventId, event, offset: record.offset }];
  });
}

function refsOf(events: readonly Event[]): readonly ProfileRef[] {
  const refs = events.flatMap(profilesOfEvent);
  return [...new Map(refs.map((ref) => [recordKey(ref.shopId, ref.profileId), ref])).values()];
}
