import type { ShopId } from '#contracts';
import {
  EventArchive,
  OrderVectorStore,
  ScreenedBatches,
  type Database,
  type OrderVectorRow,
  type ScreenedBatch,
  type Sql,
} from '#database';
import { occurredAtMs, ORDER_FEATURES_VERSION, orderOf, OrderReplay, type Order } from '#ml';
import {
  atArchivedMoment,
  type AppliedEvents,
  type ArchivedMomentOptions,
  type Verification,
} from '#service';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import type { StateDifference } from './report-verification.ts';
import { vectorDifference } from './vector-difference.ts';

const DIFFERENCES_SHOWN_MAX = 10;

/**
 * Replays the archive in the order in which it was screened, as the journal has it, and compares what every order was
 * judged by, to the last bit, with what it would be judged by now. What was counted before the journal begins comes
 * first, in whatever order. Vectors of other columns than there are now are left out. Holds all aggregates in memory.
 * @throws ArchiveBehindError when the archive's group stays behind ours.
 */
export function verifyVectors(
  database: Database,
  options: Omit<ArchivedMomentOptions, 'group'>,
): Promise<Verification<StateDifference>> {
  return atArchivedMoment(database, { group: ANOMALY_GROUP, ...options }, async (sql, applied) => {
    const journal = await batchesOf(sql);
    const replay = new VectorReplay(sql, new EventArchive(database), new OrderVectorStore(database));
    await replay.learnBefore(applied, journal);
    for (const batch of journal) await replay.pass(batch);
    return replay.verification();
  });
}

/** Some 50 bytes each, of a thousand events. */
async function batchesOf(sql: Sql): Promise<readonly ScreenedBatch[]> {
  const batches: ScreenedBatch[] = [];
  for await (const page of new ScreenedBatches().readAll(sql)) batches.push(...page);
  return batches;
}

class VectorReplay {
  private readonly shops = new Map<ShopId, OrderReplay>();
  private readonly differences: StateDifference[] = [];
  private compared = 0;
  private differ = 0;

  constructor(
    private readonly sql: Sql,
    private readonly archive: EventArchive,
    private readonly vectors: OrderVectorStore,
  ) {}

  async learnBefore(applied: AppliedEvents, journal: readonly ScreenedBatch[]): Promise<void> {
    const begins = new Map<number, number>();
    for (const { partition, firstOffset } of journal) {
      begins.set(partition, Math.min(firstOffset, begins.get(partition) ?? Infinity));
    }
    for await (const page of applied) {
      for (const { event, partition, offset } of page) {
        if (offset < (begins.get(partition) ?? Infinity)) this.of(event.shopId).learn(event);
      }
    }
  }

  async pass({ position, partition, firstOffset, untilOffset }: ScreenedBatch): Promise<void> {
    const rows = await this.vectors.readPositions(this.sql, position, position + 1);
    const ofEvents = new Map(rows.map((row) => [`${row.shopId}/${row.eventId}`, row]));
    for await (const page of this.archive.readInLogOrder(this.sql, partition, untilOffset, firstOffset)) {
      for (const { event } of page) {
        const logged = ofEvents.get(`${event.shopId}/${event.eventId}`);
        if (logged !== undefined && event.type === 'order_completed') {
          this.compare(logged, orderOf(event), occurredAtMs(event));
        }
        this.of(event.shopId).learn(event);
      }
    }
    for (const row of rows) {
      // Written as JSON from an Order.
      if (row.checkout !== undefined) this.compare(row, row.checkout as Order, row.orderTimeMs);
    }
  }

  verification(): Verification<StateDifference> {
    const { compared, differ, differences } = this;
    return { compared, differ, differences };
  }

  private compare(logged: OrderVectorRow, order: Order, timeMs: number): void {
    if (logged.columnsVersion !== ORDER_FEATURES_VERSION) return;
    this.compared += 1;
    const how = vectorDifference(logged.features, this.of(logged.shopId).featuresOf(order, timeMs));
    if (how === undefined) return;
    this.differ += 1;
    // shop/order, and the event or "checkout"
    const key = `${logged.shopId}/${logged.orderId}/${logged.eventId || 'checkout'}`;
    if (this.differences.length < DIFFERENCES_SHOWN_MAX) this.differences.push({ key, how });
  }

  private of(shopId: ShopId): OrderReplay {
    const replay = this.shops.get(shopId) ?? new OrderReplay();
    this.shops.set(shopId, replay);
    return replay;
  }
}
