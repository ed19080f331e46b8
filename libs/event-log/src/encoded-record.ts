import { CartwiseError, type Topic } from '#contracts';
import type { NewRecord } from './event-log.ts';

/** A record as bytes, on its way to the log. */
export interface EncodedRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** What it counts against limits: key, value and the framing around them. */
  readonly sizeBytes: number;
}

/** Key and value together. Fits a Kafka broker's default message.max.bytes (1,048,588) with its framing. */
export const RECORD_BYTES_MAX = 1_000_000;
const FRAMING_BYTES = 48;

export function recordSizeBytes(key: string, value: Uint8Array | null): number {
  return Buffer.byteLength(key) + (value?.length ?? 0) + FRAMING_BYTES;
}

/** Encodes and checks records, so that one bad record cannot fail the others it would share a write with. */
export function encodeRecords<T>(topic: Topic<T>, records: readonly NewRecord<T>[]): EncodedRecord[] {
  return records.map(({ key, value }, index) => {
    if (key.includes('\u0000')) {
      throw new CartwiseError('REQUEST_INVALID_FIELD', {
        reason: 'a key must not contain U+0000',
        field: `records[${index}].key`,
      });
    }
    const bytes = value === null ? null : topic.codec.encode(value);
    const sizeBytes = recordSizeBytes(key, bytes);
    if (sizeBytes > RECORD_BYTES_MAX) {
      throw new CartwiseError('REQUEST_TOO_LARGE', {
        reason: `a record has at most ${RECORD_BYTES_MAX} bytes, this one ${sizeBytes}`,
        field: `records[${index}]`,
      });
    }
    return { topic: topic.name, key, value: bytes, sizeBytes };
  });
}
