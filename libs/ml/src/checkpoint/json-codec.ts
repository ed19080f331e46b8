import type { CheckpointCodec } from './checkpoints.ts';

/** What JSON can say, as one array. */
export function jsonCodec<T>(): CheckpointCodec<T> {
  return {
    encode: (outcome) => ({ json: new TextEncoder().encode(JSON.stringify(outcome)) }),
    // Written by encode; the hash of the checkpoint vouches for the bytes.
    decode: ({ json }) => JSON.parse(new TextDecoder().decode(json)) as T,
  };
}
