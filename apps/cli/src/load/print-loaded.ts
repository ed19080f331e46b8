import { printTable } from '../print/print-table.ts';
import type { LoadedFeed } from './load-feed.ts';
import type { LoadTally } from './load-tally.ts';

const ERRORS_SHOWN = 20;
const count = (value: number) => value.toLocaleString('en');

/** One line of counts, then each reason with the first row it befell. */
export function printHistory(tally: LoadTally, seconds: number, rowsNow: number): void {
  const counts = (['accepted', 'duplicate', 'dropped', 'rejected', 'skipped'] as const)
    .filter((verdict) => tally[verdict] > 0)
    .map((verdict) => `${tally[verdict]} ${verdict}`);
  console.log(counts.join(', ') || 'the file is empty');
  console.log(
    `${count(rowsNow)} rows in ${seconds.toFixed(1)} s, ${count(Math.round(rowsNow / seconds))} rows/s`,
  );
  const reasons = Object.entries(tally.reasons);
  if (reasons.length === 0) return;
  console.log('');
  printTable(
    ['reason', 'rows', 'first row', 'what it says'],
    reasons
      .toSorted(([, a], [, b]) => b.count - a.count)
      .map(([reason, { count: rows, firstRow, example }]) => [reason, count(rows), count(firstRow), example]),
  );
}

export function printFeed({ accepted, rejected, errors }: LoadedFeed): void {
  console.log(`${accepted} accepted, ${rejected} rejected`);
  if (errors.length === 0) return;
  console.log('');
  printTable(
    ['line', 'item', 'field', 'reason', 'what it says'],
    errors
      .slice(0, ERRORS_SHOWN)
      .map(({ row, itemId, field, code, message }) => [count(row), itemId, field, code, message]),
  );
  if (rejected > ERRORS_SHOWN) console.log(`… and ${count(rejected - ERRORS_SHOWN)} more`);
}
