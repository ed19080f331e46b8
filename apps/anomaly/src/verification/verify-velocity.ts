import { TOPICS } from '#contracts';
import {
  EventArchive,
  readCommittedOffsets,
  velocityKeyText,
  VelocityStore,
  type Database,
  type OffsetSource,
  type Sql,
} from '#database';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import { OrderBook } from '../velocity/order-book.ts';
import { VelocityBoard } from '../velocity/velocity-board.ts';

export interface VelocityDifference {
  /** shop/kind/hash of the entity's id */
  readonly key: string;
  readonly how: 'differs' | 'missing' | 'unexpected';
}

export interface VelocityVerification {
  readonly compared: number;
  readonly differ: number;
  /** The first ten. */
  readonly differences: readonly VelocityDifference[];
}

const DIFFERENCES_SHOWN_MAX = 10;

/** The archive's consumer has not come as far as ours: there is nothing yet to compare with. */
export class ArchiveBehindError extends Error {
  override readonly name = 'ArchiveBehindError';
}

/**
 * Recomputes every aggregate from the archive, up to where our consumer stands, and compares it byte by byte with the
 * stored one; all as of one moment. Holds all aggregates in memory, under 1 KB each.
 * @throws ArchiveBehindError when the archive's group stands before ours.
 */
export async function verifyVelocity(
  database: Database,
  options: { readonly archiveGroup: string; readonly offsets: OffsetSource },
): Promise<VelocityVerification> {
  return database.transaction(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const untilOffsets = await offsetsOf(sql, ANOMALY_GROUP, options.offsets);
    requireArchive(await offsetsOf(sql, options.archiveGroup, options.offsets), untilOffsets);
    return compare(sql, new VelocityStore(database), await recompute(sql, database, untilOffsets));
  });
}

const offsetsOf = (sql: Sql, group: string, source: OffsetSource) =>
  readCommittedOffsets(sql, group, TOPICS.events.name, source);

function requireArchive(archived: ReadonlyMap<number, number>, folded: ReadonlyMap<number, number>): void {
  for (const [partition, offset] of folded) {
    const behind = offset - (archived.get(partition) ?? 0);
    if (behind <= 0) continue;
    throw new ArchiveBehindError(`the archive is ${behind} events behind on partition ${partition}`);
  }
}

/** Partition by partition: how they were interleaved does not matter, neither to the fold nor to the order book. */
async function recompute(
  sql: Sql,
  database: Database,
  untilOffsets: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const book = new OrderBook([]);
  const board = new VelocityBoard(new Map());
  for (const [partition, untilOffset] of untilOffsets) {
    for await (const page of new EventArchive(database).readInLogOrder(sql, partition, untilOffset)) {
      for (const { event } of page) {
        for (const observation of book.observationsOf(event)) board.fold(event.shopId, observation);
      }
    }
  }
  return new Map(board.rows().map((row) => [velocityKeyText(row), row.body]));
}

async function compare(
  sql: Sql,
  store: VelocityStore,
  expected: ReadonlyMap<string, Uint8Array>,
): Promise<VelocityVerification> {
  const missing = new Set(expected.keys());
  const differences: VelocityDifference[] = [];
  let compared = 0;
  for await (const page of store.readAll(sql)) {
    compared += page.length;
    for (const { key, body } of page) {
      missing.delete(key);
      const bytes = expected.get(key);
      if (bytes === undefined) differences.push({ key, how: 'unexpected' });
      else if (!Buffer.from(bytes).equals(body)) differences.push({ key, how: 'differs' });
    }
  }
  for (const key of missing) differences.push({ key, how: 'missing' });
  return {
    compared,
    differ: differences.length,
    differences: differences.slice(0, DIFFERENCES_SHOWN_MAX),
  };
}
