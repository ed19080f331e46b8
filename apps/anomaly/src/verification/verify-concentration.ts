import { profileKey } from '#contracts';
import { ConcentrationStore, type Database, type Sql } from '#database';
import { occurredAtMs } from '#ml';
import {
  atArchivedMoment,
  type AppliedEvents,
  type ArchivedMomentOptions,
  type Verification,
} from '#service';
import { OrderWatch } from '../concentration/order-watch.ts';
import { watchedOrder } from '../concentration/watched-order.ts';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import type { VelocityDifference } from './verify-velocity.ts';

/**
 * Counts the orders of each shop anew from the archive, up to where our consumer stands, and compares the counts byte by
 * byte with the stored ones; all as of one moment. How orders were interleaved does not matter to a count. Of the alerts
 * nothing is compared: they depend on it.
 * @throws ArchiveBehindError when the archive's group stays behind ours.
 */
export function verifyConcentration(
  database: Database,
  options: Omit<ArchivedMomentOptions, 'group'>,
): Promise<Verification<VelocityDifference>> {
  return atArchivedMoment(database, { group: ANOMALY_GROUP, ...options }, async (sql, applied) =>
    compare(sql, await recompute(applied)),
  );
}

/** A user's signup is on the partition of the user's orders, before them or after them as it was then. */
async function recompute(applied: AppliedEvents): Promise<ReadonlyMap<string, Uint8Array>> {
  const signups = new Map<string, number>();
  const watch = new OrderWatch([]);
  for await (const page of applied) {
    for (const { event } of page) {
      const user = `${event.shopId}/${profileKey(event)}`;
      const signedUpMs = signups.get(user) ?? Infinity;
      if (event.type === 'signed_up') signups.set(user, Math.min(signedUpMs, occurredAtMs(event)));
      if (event.type === 'order_completed') watch.count(watchedOrder(event, signedUpMs));
    }
  }
  return new Map(watch.rows().map(({ shopId, body }) => [shopId, body]));
}

async function compare(
  sql: Sql,
  expected: ReadonlyMap<string, Uint8Array>,
): Promise<Verification<VelocityDifference>> {
  const stored = new Map(
    (await new ConcentrationStore().readAll(sql)).map(({ shopId, body }) => [String(shopId), body]),
  );
  const differences = [...new Set([...expected.keys(), ...stored.keys()])].flatMap(
    (shopId): VelocityDifference[] => {
      const [ours, theirs] = [expected.get(shopId), stored.get(shopId)];
      const key = `${shopId}/concentration`;
      if (ours === undefined) return [{ key, how: 'unexpected' }];
      if (theirs === undefined) return [{ key, how: 'missing' }];
      return Buffer.from(ours).equals(theirs) ? [] : [{ key, how: 'differs' }];
    },
  );
  return { compared: stored.size, differ: differences.length, differences };
}
