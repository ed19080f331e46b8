import { velocityKeyText, VelocityStore, type Database, type Sql } from '#database';
import {
  atArchivedMoment,
  type AppliedEvents,
  type ArchivedMomentOptions,
  type Verification,
} from '#service';
import { isForgotten, isRestOf } from './forgotten-velocity.ts';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import { OrderBook } from '../velocity/order-book.ts';
import { VelocityBoard } from '../velocity/velocity-board.ts';

export interface VelocityDifference {
  /** shop/kind/hash of the entity's id */
  readonly key: string;
  readonly how: 'differs' | 'missing' | 'unexpected';
}

export type VelocityVerification = Verification<VelocityDifference>;

const DIFFERENCES_SHOWN_MAX = 10;

/**
 * Recomputes every aggregate from the archive, up to where our consumer stands, and compares it byte by byte with the
 * stored one; all as of one moment. One that was idle may be gone, or hold only what came since: see AnomalyUpkeep. Holds
 * all aggregates in memory, under 1 KB each.
 * @throws ArchiveBehindError when the archive's group stays behind ours.
 */
export function verifyVelocity(
  database: Database,
  nowMs: number,
  options: Omit<ArchivedMomentOptions, 'group'>,
): Promise<VelocityVerification> {
  return atArchivedMoment(database, { group: ANOMALY_GROUP, ...options }, async (sql, applied) =>
    compare(sql, new VelocityStore(database), await recompute(applied), nowMs),
  );
}

/** Partition by partition: how they were interleaved does not matter, neither to the fold nor to the order book. */
async function recompute(applied: AppliedEvents): Promise<ReadonlyMap<string, Uint8Array>> {
  const book = new OrderBook([]);
  const board = new VelocityBoard({ bodies: new Map() });
  for await (const page of applied) {
    for (const { event } of page) {
      for (const observation of book.observationsOf(event)) board.fold(event.shopId, observation);
    }
  }
  return new Map(board.rows().map((row) => [velocityKeyText(row), row.body]));
}

async function compare(
  sql: Sql,
  store: VelocityStore,
  expected: ReadonlyMap<string, Uint8Array>,
  nowMs: number,
): Promise<VelocityVerification> {
  const missing = new Map(expected);
  const differences: VelocityDifference[] = [];
  let compared = 0;
  for await (const page of store.readAll(sql)) {
    compared += page.length;
    for (const { key, body } of page) {
      missing.delete(key);
      const bytes = expected.get(key);
      if (bytes === undefined) differences.push({ key, how: 'unexpected' });
      else if (!Buffer.from(bytes).equals(body) && !isRestOf(kindOf(key), bytes, body, nowMs))
        differences.push({ key, how: 'differs' });
    }
  }
  for (const [key, bytes] of missing)
    if (!isForgotten(kindOf(key), bytes, nowMs)) differences.push({ key, how: 'missing' });
  return {
    compared,
    differ: differences.length,
    differences: differences.slice(0, DIFFERENCES_SHOWN_MAX),
  };
}

/** The kind in shop/kind/hash. */
const kindOf = (key: string): string => key.split('/')[1] ?? '';
