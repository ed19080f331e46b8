import type { ClientReadableStream, MethodDefinition, ServiceError } from '@grpc/grpc-js';
import { CartwiseCallError } from '../cartwise-call-error.ts';
import type { Connection } from './connection.ts';

/**
 * Replies as they come, until the service ends the stream, the signal is aborted or the reader stops. A reader that is
 * slow makes the service wait. Not retried: only the reader knows what it has read.
 * @throws CartwiseCallError, or the signal's reason.
 */
export async function* readStream<Request, Response>(
  { client, metadata }: Connection,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Response, void, undefined> {
  signal?.throwIfAborted();
  const stream: ClientReadableStream<Response> = client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    metadata,
  );
  const cancel = () => stream.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for await (const response of stream as AsyncIterable<Response>) yield response;
  } catch (error) {
    signal?.throwIfAborted();
    // A stream of grpc-js fails with nothing else.
    throw CartwiseCallError.fromGrpc(error as ServiceError);
  } finally {
    signal?.removeEventListener('abort', cancel);
    stream.cancel();
  }
}
