import { setTimeout as sleep } from 'node:timers/promises';
import type { MethodDefinition } from '@grpc/grpc-js';
import { CartwiseCallError } from '../cartwise-call-error.ts';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { waitBeforeRetry, type Repeatable } from './retry-policy.ts';

/**
 * One request, one reply, tried again while that is safe, allowed and in time.
 * @throws CartwiseCallError, or the signal's reason.
 */
export async function unary<Request, Response>(
  connection: Connection,
  method: MethodDefinition<Request, Response>,
  request: Request,
  {
    signal,
    deadlineMs = connection.deadlineMs,
    repeatable = 'always',
  }: CallOptions & { readonly repeatable?: Repeatable } = {},
): Promise<Response> {
  const { retryPolicy: policy, retryBudget } = connection;
  const deadline = Date.now() + deadlineMs;
  for (let retries = 0; ; retries++) {
    try {
      const response = await attempt(connection, method, request, { deadline, signal });
      retryBudget.succeeded();
      return response;
    } catch (error) {
      if (!(error instanceof CartwiseCallError)) throw error;
      const waitMs = waitBeforeRetry(error, retries, { repeatable, policy });
      if (waitMs === undefined) throw error;
      const isAffordable = retryBudget.failed() && retries + 1 < policy.attemptsMax;
      if (!isAffordable || Date.now() + waitMs >= deadline) throw error;
      await waited(waitMs, signal);
    }
  }
}

function attempt<Request, Response>(
  { client, metadata }: Connection,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal | undefined },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      { deadline },
      (error, response) => {
        signal?.removeEventListener('abort', cancel);
        if (signal?.aborted === true) reject(signal.reason);
        else if (error) reject(CartwiseCallError.fromGrpc(error));
        // A call without an error has its reply.
        else resolve(response as Response);
      },
    );
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

async function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
