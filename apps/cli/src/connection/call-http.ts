import { z } from 'zod';
import type { Connection } from './connection.ts';

const ErrorBody = z.object({ error: z.object({ message: z.string() }) });
const TIMEOUT_MS = 60_000;

/** One HTTP call with the shop's key; answers the JSON body. Rejects with the service's own message. */
export async function callHttp(
  connection: Connection,
  method: 'GET' | 'POST',
  path: string,
  body?: { readonly contentType: string; readonly bytes: string | ReadableStream },
  timeoutMs = TIMEOUT_MS,
): Promise<unknown> {
  const response = await fetch(`${connection.http}${path}`, {
    method,
    headers: { 'x-api-key': connection.apiKey, ...(body ? { 'content-type': body.contentType } : {}) },
    // A stream is sent while it is read.
    ...(body ? { body: body.bytes, duplex: 'half' } : {}),
    signal: AbortSignal.timeout(timeoutMs),
  });
  // Something between us and the service may answer without JSON.
  const reply: unknown = await response.json().catch(() => undefined);
  if (response.ok) return reply;
  const parsed = ErrorBody.safeParse(reply);
  throw new Error(parsed.success ? parsed.data.error.message : `HTTP ${response.status}`);
}
