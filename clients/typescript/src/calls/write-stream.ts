import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MethodDefinition } from '@grpc/grpc-js';
import { CartwiseCallError } from '../cartwise-call-error.ts';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';

/**
 * Sends requests as fast as the service takes them and answers its one reply. Without a deadline unless one is given.
 * Not retried: the requests may come from where they cannot be read twice.
 * @throws CartwiseCallError, the signal's reason, or what reading the requests threw.
 */
export async function writeStream<Request, Response>(
  { client, metadata }: Connection,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  requests: AsyncIterable<Request> | Iterable<Request>,
  { signal, deadlineMs }: CallOptions = {},
): Promise<Response> {
  signal?.throwIfAborted();
  let cancel: () => void = () => undefined;
  let write: Promise<void> = Promise.resolve();
  try {
    return await new Promise<Response>((resolve, reject) => {
      const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
      const call = client.makeClientStreamRequest<Request, Response>(
        path,
        requestSerialize,
        responseDeserialize,
        metadata,
        options,
        // A call without an error has its reply.
        (error, response) =>
          error ? reject(CartwiseCallError.fromGrpc(error)) : resolve(response as Response),
      );
      cancel = () => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      write = pipeline(Readable.from(requests), call as unknown as Writable);
      write.catch((error: unknown) => {
        call.cancel();
        reject(error);
      });
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
