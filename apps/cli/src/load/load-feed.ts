import type { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { callHttp } from '../connection/call-http.ts';
import type { Connection } from '../connection/connection.ts';
import { openFile } from '#service';

const FeedAnswer = z.object({
  accepted: z.number(),
  rejected: z.number(),
  /** The door tells the first 1,000. */
  errors: z.array(
    z.object({
      row: z.number(),
      itemId: z.string(),
      field: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  ),
});
export type LoadedFeed = z.infer<typeof FeedAnswer>;

/** Hundreds of thousands of items take minutes; a feed that takes longer is cut off by something else. */
const FEED_TIMEOUT_MS = 3_600_000;

/** Streams a product feed to the catalogue: neither side holds more than some items of it. */
export async function loadFeed(
  connection: Connection,
  file: string,
  contentType: string,
  onProgress: (readShare: number) => void,
): Promise<LoadedFeed> {
  const { bytes, sizeBytes, readBytes } = await openFile(file);
  const told = bytes.on('data', () => onProgress(readBytes() / sizeBytes)).pause();
  const stream = ReadableStream.from<Uint8Array>(told as Readable);
  const body = { contentType, bytes: stream };
  return FeedAnswer.parse(await callHttp(connection, 'POST', '/v1/items', body, FEED_TIMEOUT_MS));
}
