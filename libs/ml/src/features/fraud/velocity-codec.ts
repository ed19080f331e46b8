import { ByteReader } from '../../binary/byte-reader.ts';
import { ByteWriter } from '../../binary/byte-writer.ts';
import { ENTITY_KINDS, type EntityKind } from './entities.ts';
import {
  COUNTERS,
  EMPTY_VELOCITY,
  LINKS_MAX,
  RECENT_ORDERS_MAX,
  RESOLUTIONS,
  type AmountCount,
  type Bucket,
  type Link,
  type RecentOrder,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

/** First number of the bytes; a changed format gets the next one. */
const FORMAT = 2;
/** Counted five kinds of entities, and amounts as sums of logarithms. */
const FORMAT_OF_FIVE_KINDS = 1;
const KINDS_OF_FIVE = ENTITY_KINDS.slice(0, 5);

/** Far more bins than amounts can fall into. */
const AMOUNT_BINS_MAX = 1_000;
const HOURS_A_DAY = 24;
const BUCKETS_MAX = Math.max(...RESOLUTIONS.map(({ keep }) => keep));

/**
 * Compact bytes: variable-length integers, buckets as distances, and per bucket a bit mask of the counters that are not
 * zero. About 30 bytes for an entity seen once, some 2 KB for one that is busy every day and minute.
 */
export function encodeVelocity(aggregate: VelocityAggregate): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  writeTime(writer, aggregate.firstSeenMs);
  writeTime(writer, aggregate.lastSeenMs);
  writeTime(writer, aggregate.signedUpMs);
  writeTime(writer, aggregate.lastOrderMs);
  writeTime(writer, aggregate.lastChargebackMs);
  writer.varint(aggregate.orders);
  for (const [i] of RESOLUTIONS.entries()) writeBuckets(writer, aggregate.buckets[i] ?? []);
  writeLinks(writer, aggregate.links);
  writeAmounts(writer, aggregate.amounts);
  writer.varint(aggregate.hours.length);
  for (const count of aggregate.hours) writer.varint(count);
  writeRecent(writer, aggregate.recentOrders);
  return writer.finish();
}

/** What encodeVelocity wrote, now or in the format before. Throws RangeError on anything else. */
export function decodeVelocity(bytes: Uint8Array): VelocityAggregate {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT && format !== FORMAT_OF_FIVE_KINDS) {
    throw new RangeError(`velocity bytes of format ${format}, this reads up to ${FORMAT}`);
  }
  const aggregate = format === FORMAT ? readAggregate(reader) : readFiveKinds(reader);
  if (!reader.done) throw new RangeError('velocity bytes go on after their end');
  return aggregate;
}

function readAggregate(reader: ByteReader): VelocityAggregate {
  return {
    firstSeenMs: readTime(reader) ?? Infinity,
    lastSeenMs: readTime(reader) ?? -Infinity,
    signedUpMs: readTime(reader) ?? Infinity,
    lastOrderMs: readTime(reader) ?? -Infinity,
    lastChargebackMs: readTime(reader) ?? -Infinity,
    orders: reader.varint(),
    buckets: RESOLUTIONS.map(() => readBuckets(reader)),
    links: readLinks(reader),
    amounts: readAmounts(reader),
    hours: Array.from({ length: bounded(reader.varint(), HOURS_A_DAY) }, () => reader.varint()),
    recentOrders: readRecent(reader),
  };
}

/** What it did not keep begins empty. */
function readFiveKinds(reader: ByteReader): VelocityAggregate {
  const times = {
    firstSeenMs: readTime(reader) ?? Infinity,
    lastSeenMs: readTime(reader) ?? -Infinity,
    signedUpMs: readTime(reader) ?? Infinity,
    lastOrderMs: readTime(reader) ?? -Infinity,
  };
  const orders = reader.varint();
  // Sums of the amounts' logarithms and of their squares.
  reader.varint();
  reader.varint();
  const buckets = RESOLUTIONS.map(() => readBuckets(reader));
  const links: Partial<Record<EntityKind, readonly Link[]>> = {};
  for (const kind of KINDS_OF_FIVE) {
    const list = readList(reader, LINKS_MAX, readLink);
    if (list.length > 0) links[kind] = list;
  }
  return { ...EMPTY_VELOCITY, ...times, orders, buckets, links };
}

/** 0 stands for "never". */
function writeTime(writer: ByteWriter, timeMs: number): void {
  writer.varint(Number.isFinite(timeMs) ? timeMs + 1 : 0);
}

function readTime(reader: ByteReader): number | undefined {
  const value = reader.varint();
  return value === 0 ? undefined : value - 1;
}

function writeBuckets(writer: ByteWriter, buckets: readonly Bucket[]): void {
  writer.varint(buckets.length);
  let previous = 0;
  for (const { index, counts } of buckets) {
    writer.varint(index - previous);
    previous = index;
    let mask = 0;
    for (let i = 0; i < counts.length; i++) if (counts[i] !== 0) mask |= 1 << i;
    writer.varint(mask);
    for (const count of counts) if (count !== 0) writer.varint(count);
  }
}

function readBuckets(reader: ByteReader): readonly Bucket[] {
  let index = 0;
  return readList(reader, BUCKETS_MAX, () => {
    index += reader.varint();
    const mask = reader.varint();
    const counts: number[] = [];
    for (let i = 0; i < COUNTERS.length; i++) counts.push((mask & (1 << i)) === 0 ? 0 : reader.varint());
    return { index, counts };
  });
}

function writeLinks(writer: ByteWriter, links: VelocityAggregate['links']): void {
  writer.varint(
    ENTITY_KINDS.reduce((mask, kind, i) => (links[kind] === undefined ? mask : mask | (1 << i)), 0),
  );
  for (const kind of ENTITY_KINDS) {
    const list = links[kind];
    if (list === undefined) continue;
    writer.varint(list.length);
    for (const { hash, lastSeenMinute } of list) {
      writer.varint(hash);
      writer.varint(lastSeenMinute);
    }
  }
}

function readLinks(reader: ByteReader): VelocityAggregate['links'] {
  const links: Partial<Record<EntityKind, readonly Link[]>> = {};
  const mask = reader.varint();
  for (const [i, kind] of ENTITY_KINDS.entries()) {
    if ((mask & (1 << i)) !== 0) links[kind] = readList(reader, LINKS_MAX, readLink);
  }
  return links;
}

function readLink(reader: ByteReader): Link {
  return { hash: reader.varint(), lastSeenMinute: reader.varint() };
}

function writeAmounts(writer: ByteWriter, amounts: readonly AmountCount[]): void {
  writer.varint(amounts.length);
  for (const { bin, count } of amounts) {
    writer.varint(bin);
    writer.varint(count);
  }
}

function readAmounts(reader: ByteReader): readonly AmountCount[] {
  return readList(reader, AMOUNT_BINS_MAX, () => ({ bin: reader.varint(), count: reader.varint() }));
}

function writeRecent(writer: ByteWriter, recent: readonly RecentOrder[]): void {
  writer.varint(recent.length);
  for (const { timeMs, amountMinor } of recent) {
    writer.varint(timeMs);
    writer.varint(amountMinor);
  }
}

function readRecent(reader: ByteReader): readonly RecentOrder[] {
  return readList(reader, RECENT_ORDERS_MAX, () => ({
    timeMs: reader.varint(),
    amountMinor: reader.varint(),
  }));
}

function readList<T>(reader: ByteReader, most: number, read: (reader: ByteReader) => T): readonly T[] {
  const list: T[] = [];
  for (let left = bounded(reader.varint(), most); left > 0; left--) list.push(read(reader));
  return list;
}

function bounded(length: number, most: number): number {
  if (length > most) throw new RangeError(`velocity bytes with a list of ${length}, at most ${most}`);
  return length;
}
