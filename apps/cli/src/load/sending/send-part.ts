import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Connection } from '../../connection/connection.ts';
import type { Part } from './part.ts';

const TIMEOUT_MS = 120_000;
/** How long a part is tried again while the service is busy, restarts or cannot be reached. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 500;

const Answer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  dropped: z.number(),
  rejected: z.number(),
  codes: z.record(z.string(), z.number()),
  faults: z.array(
    z.object({
      row: z.number(),
      code: z.string().optional(),
      field: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});
export type PartAnswer = z.infer<typeof Answer>;

const Refusal = z.object({ error: z.object({ message: z.string() }) });

type Attempt =
  | { readonly kind: 'done'; readonly answer: PartAnswer }
  | { readonly kind: 'later'; readonly waitMs: number; readonly reason: unknown };

/**
 * Sends a part until it is durable. Waits as long as the service asks where it is busy. Rejects with its own words
 * where it will not have the part, or when it has not answered for PATIENCE_MS.
 */
export async function sendPart(connection: Connection, load: string, part: Part): Promise<PartAnswer> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const attempt = await trySending(connection, load, part);
    if (attempt.kind === 'done') return attempt.answer;
    if (performance.now() + attempt.waitMs > untilMs) throw attempt.reason;
    await sleep(attempt.waitMs);
  }
}

async function trySending(connection: Connection, load: string, part: Part): Promise<Attempt> {
  let response: Response;
  try {
    response = await fetch(`${connection.http}/v1/load?load=${load}&row=${part.firstEvent}`, {
      method: 'POST',
      headers: { 'x-api-key': connection.apiKey, 'content-type': 'application/x-ndjson' },
      body: part.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (reason) {
    // Nobody listens, or no longer: it may be starting.
    return { kind: 'later', waitMs: RETRY_MS, reason };
  }
  // Something between us and the service may answer without JSON, and a killed one breaks off.
  const reply: unknown = await response.json().catch(() => undefined);
  const answer = Answer.safeParse(reply);
  if (response.ok && answer.success) return { kind: 'done', answer: answer.data };
  const refusal = Refusal.safeParse(reply);
  const reason = new Error(refusal.success ? refusal.data.error.message : `HTTP ${response.status}`);
  if (!response.ok && !isTransient(response.status)) throw reason;
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN) * 1_000;
  return { kind: 'later', waitMs: asked > 0 ? asked : RETRY_MS, reason };
}

/** Too many requests, or a service or proxy that is not there now. */
const isTransient = (status: number) => status === 429 || (status >= 502 && status <= 504);
