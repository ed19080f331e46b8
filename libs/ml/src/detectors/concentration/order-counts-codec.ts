import { ByteReader } from '../../binary/byte-reader.ts';
import { ByteWriter } from '../../binary/byte-writer.ts';
import { dayOf, isDayKept, isHourKept, type BinCounts } from './bin-counts.ts';
import { OrderCounts, type ColumnCounts } from './order-counts.ts';
import { BINS } from './watched-column.ts';

const FORMAT = 1;

/** The counts as bytes, without what is too old: the same bytes for the same orders, in whatever order they came. */
export function encodeOrderCounts({ columns, latestHour }: OrderCounts): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  writer.varint(latestHour);
  writer.varint(columns.length);
  for (const { all, bins } of columns) {
    writeCounts(writer, all, latestHour);
    const kept = [...bins].filter(([, counts]) => isKept(counts, latestHour)).sort(([a], [b]) => a - b);
    writer.varint(kept.length);
    for (const [bin, counts] of kept) {
      writer.varint(bin);
      writeCounts(writer, counts, latestHour);
    }
  }
  return writer.finish();
}

/**
 * What encodeOrderCounts wrote, as counts of `columns` columns: further ones begin empty. Throws RangeError on bytes that
 * are not whole.
 */
export function decodeOrderCounts(bytes: Uint8Array, columns: number): OrderCounts {
  if (bytes.length === 0) return OrderCounts.empty(columns);
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT) throw new RangeError(`counts of orders in format ${format}, this reads ${FORMAT}`);
  const latestHour = reader.varint();
  const stored = Array.from({ length: bounded(reader.varint()) }, (): ColumnCounts => {
    const all = readCounts(reader, latestHour);
    const bins = new Map(
      Array.from({ length: bounded(reader.varint()) }, () => [
        reader.varint(),
        readCounts(reader, latestHour),
      ]),
    );
    return { all, bins };
  });
  const further = OrderCounts.empty(Math.max(0, columns - stored.length)).columns;
  return new OrderCounts([...stored, ...further], latestHour);
}

function isKept({ hours, days }: BinCounts, latestHour: number): boolean {
  return (
    [...hours.keys()].some((hour) => isHourKept(hour, latestHour)) ||
    [...days.keys()].some((day) => isDayKept(day, latestHour))
  );
}

/** Newest first, as distances from the newest there can be. */
function writeCounts(writer: ByteWriter, { hours, days }: BinCounts, latestHour: number): void {
  writeAges(
    writer,
    latestHour,
    [...hours].filter(([hour]) => isHourKept(hour, latestHour)),
  );
  writeAges(
    writer,
    dayOf(latestHour),
    [...days].filter(([day]) => isDayKept(day, latestHour)),
  );
}

function writeAges(writer: ByteWriter, latest: number, counts: readonly (readonly [number, number])[]): void {
  writer.varint(counts.length);
  for (const [time, count] of [...counts].sort(([a], [b]) => b - a)) {
    writer.varint(latest - time);
    writer.varint(count);
  }
}

function readCounts(reader: ByteReader, latestHour: number): BinCounts {
  const ages = (latest: number) =>
    new Map(
      Array.from({ length: bounded(reader.varint()) }, () => [latest - reader.varint(), reader.varint()]),
    );
  return { hours: ages(latestHour), days: ages(dayOf(latestHour)) };
}

function bounded(length: number): number {
  if (length > BINS) throw new RangeError(`counts of orders with a list of ${length}, at most ${BINS}`);
  return length;
}
