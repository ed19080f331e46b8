import type { Shop } from '#service';
import type { CatalogueService } from './catalogue.service.ts';
import type { FeedRow } from './feed/feed-row.ts';
import type { ItemFault } from './item-fault.ts';

/** One transaction of a long feed. */
const BATCH_SIZE_MAX = 500;
/** Errors told one by one; the rest are only counted. */
const ERRORS_MAX = 1_000;

export interface FeedSummary {
  readonly accepted: number;
  readonly rejected: number;
  /** The first ERRORS_MAX; `row` is the line or the number of the message. */
  readonly errors: readonly (ItemFault & { readonly row: number })[];
}

/** Takes a feed of any length in batches, holding one batch at a time. What was taken before a failure stays. */
export async function upsertAll(
  catalogue: CatalogueService,
  shop: Shop,
  rows: AsyncIterable<FeedRow>,
): Promise<FeedSummary> {
  let accepted = 0;
  let rejected = 0;
  const errors: (ItemFault & { readonly row: number })[] = [];
  const report = (row: number, fault: ItemFault) => {
    rejected += 1;
    if (errors.length < ERRORS_MAX) errors.push({ ...fault, row });
  };
  let batch: Extract<FeedRow, { kind: 'attributes' }>[] = [];
  const flush = async () => {
    const result = await catalogue.upsert(
      shop,
      batch.map(({ attributes }) => attributes),
    );
    accepted += result.accepted;
    for (const { index, ...fault } of result.faults) report(batch[index]?.row ?? 0, fault);
    batch = [];
  };
  for await (const row of rows) {
    if (row.kind === 'unreadable') {
      report(row.row, { code: 'REQUEST_MALFORMED', itemId: '', field: '', message: row.message });
    } else {
      batch.push(row);
      if (batch.length === BATCH_SIZE_MAX) await flush();
    }
  }
  if (batch.length > 0) await flush();
  return { accepted, rejected, errors };
}
