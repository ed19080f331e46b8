const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/**
 * murmur2 as Kafka's clients compute it (org.apache.kafka.common.utils.Utils.murmur2): 32 bits, signed.
 * Source: A. Appleby, MurmurHash2; the seed is Kafka's.
 */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeWords = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < wholeWords; at += 4) {
    let word = Math.imul(view.getInt32(at, true), MULTIPLIER);
    word ^= word >>> SHIFT;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  hash = mixTail(bytes, wholeWords, hash);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function mixTail(bytes: Uint8Array, from: number, hash: number): number {
  if (from === bytes.length) return hash;
  let tail = 0;
  for (let at = bytes.length - 1; at >= from; at--) tail = (tail << 8) | (bytes[at] ?? 0);
  return Math.imul(hash ^ tail, MULTIPLIER);
}

/** The partition of a key, 0 to `partitions` - 1: the same one Kafka's default partitioner picks. */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
}
