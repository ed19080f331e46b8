import path from 'node:path';
import { PROJECT_ROOT } from '#service';
import { prepareOnlineRetail, type OnlineRetail } from './online-retail.ts';
import { readRetailRows } from './retail-row.ts';
import type { SentEvent } from './retail-events.ts';
import type { FeedItem } from './retail-catalogue.ts';

const DATA_FILE = path.join(PROJECT_ROOT, 'examples', 'online-retail', 'online-retail-2009-2010.csv.gz');
/** The public door's limits with room to spare: 1,000 events and 500 KB. */
const BATCH_SIZE_MAX = 500;
const BATCH_BYTES_MAX = 400_000;

/** The two doors the demo goes through; they answer how many they refused. */
export interface DemoDoors {
  items(items: readonly FeedItem[]): Promise<number>;
  events(events: readonly SentEvent[]): Promise<number>;
}

export interface DemoLoad {
  readonly rows: number;
  readonly items: number;
  readonly events: number;
  readonly refused: number;
  readonly dropped: OnlineRetail['dropped'];
}

/**
 * Puts the Online Retail shop through the doors. Event ids are stable, so a load that was cut off is simply run
 * again with the same `nowMs`: what is in already is a duplicate.
 */
export async function loadDemoShop(
  doors: DemoDoors,
  nowMs: number,
  onProgress: (done: number, note: string) => void,
): Promise<DemoLoad> {
  onProgress(0, 'cleaning 525,461 invoice lines');
  const shop = await prepareOnlineRetail(readRetailRows(DATA_FILE), nowMs);
  let refused = 0;
  for (const batch of batches(shop.items)) refused += await doors.items(batch);
  let sent = 0;
  for (const batch of batches(shop.events)) {
    refused += await doors.events(batch);
    sent += batch.length;
    onProgress(sent / shop.events.length, `${sent.toLocaleString('en')} events`);
  }
  return { rows: shop.rows, items: shop.items.length, events: sent, refused, dropped: shop.dropped };
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const entry of all) {
    const entryBytes = JSON.stringify(entry).length;
    if (batch.length === BATCH_SIZE_MAX || bytes + entryBytes > BATCH_BYTES_MAX) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entryBytes;
  }
  if (batch.length > 0) yield batch;
}
