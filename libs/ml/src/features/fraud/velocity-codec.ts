import { ByteReader } from '../../binary/byte-reader.ts';
import { ByteWriter } from '../../binary/byte-writer.ts';
import { ENTITY_KINDS, type EntityKind } from './entities.ts';
import {
  COUNTERS,
  LINKS_MAX,
  RESOLUTIONS,
  type Bucket,
  type Link,
  type VelocityAggregate,
} from './velocity-aggregate.ts';

/** First number of the bytes; a changed format gets the next one. */
const FORMAT = 1;

/**
 * Compact bytes: variable-length integers, newest bucket first as distances, and per bucket a bit mask of the
 * counters that are not zero. About 30 bytes for an entity seen once, under 1 KB for a busy one.
 */
export function encodeVelocity(aggregate: VelocityAggregate): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  writeTime(writer, aggregate.firstSeenMs);
  writeTime(writer, aggregate.lastSeenMs);
  writeTime(writer, aggregate.signedUpMs);
  writeTime(writer, aggregate.lastOrderMs);
  writer.varint(aggregate.orders);
  writer.varint(aggregate.amountLogSum);
  writer.varint(aggregate.amountLogSquareSum);
  for (const [i] of RESOLUTIONS.entries()) writeBuckets(writer, aggregate.buckets[i] ?? []);
  for (const kind of ENTITY_KINDS) writeLinks(writer, aggregate.links[kind] ?? []);
  return writer.finish();
}

/** What encodeVelocity wrote. Throws RangeError on anything else. */
export function decodeVelocity(bytes: Uint8Array): VelocityAggregate {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT) throw new RangeError(`velocity bytes of format ${format}, this reads ${FORMAT}`);
  const aggregate: VelocityAggregate = {
    firstSeenMs: readTime(reader) ?? Infinity,
    lastSeenMs: readTime(reader) ?? -Infinity,
    signedUpMs: readTime(reader) ?? Infinity,
    lastOrderMs: readTime(reader) ?? -Infinity,
    orders: reader.varint(),
    amountLogSum: reader.varint(),
    amountLogSquareSum: reader.varint(),
    buckets: RESOLUTIONS.map(() => readBuckets(reader)),
    links: readAllLinks(reader),
  };
  if (!reader.done) throw new RangeError('velocity bytes go on after their end');
  return aggregate;
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
    writer.varint(counts.reduce((mask, count, i) => (count === 0 ? mask : mask | (1 << i)), 0));
    for (const count of counts) if (count !== 0) writer.varint(count);
  }
}

function readBuckets(reader: ByteReader): readonly Bucket[] {
  const length = bounded(
    reader.varint(),
    RESOLUTIONS.reduce((most, { keep }) => Math.max(most, keep), 0),
  );
  let index = 0;
  return Array.from({ length }, () => {
    index += reader.varint();
    const mask = reader.varint();
    return { index, counts: COUNTERS.map((_, i) => ((mask & (1 << i)) === 0 ? 0 : reader.varint())) };
  });
}

function writeLinks(writer: ByteWriter, links: readonly Link[]): void {
  writer.varint(links.length);
  for (const { hash, lastSeenMinute } of links) {
    writer.varint(hash);
    writer.varint(lastSeenMinute);
  }
}

function readAllLinks(reader: ByteReader): VelocityAggregate['links'] {
  const links: Partial<Record<EntityKind, readonly Link[]>> = {};
  for (const kind of ENTITY_KINDS) {
    const length = bounded(reader.varint(), LINKS_MAX);
    if (length === 0) continue;
    links[kind] = Array.from({ length }, () => ({ hash: reader.varint(), lastSeenMinute: reader.varint() }));
  }
  return links;
}

function bounded(length: number, most: number): number {
  if (length > most) throw new RangeError(`velocity bytes with a list of ${length}, at most ${most}`);
  return length;
}
