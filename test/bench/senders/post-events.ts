import type { HttpClient } from '../harness/http-client.ts';

/** Sends one batch; resolves to how many were accepted, and rejects unless all were. */
export async function postEvents(
  client: HttpClient,
  events: readonly object[],
  { historical = false }: { readonly historical?: boolean } = {},
): Promise<number> {
  const around = historical ? { historical } : { sentAt: new Date().toISOString() };
  return allAccepted(await client.post('/v1/batch', JSON.stringify({ batch: events, ...around })));
}

/** How many events a reply of the door says are accepted. Throws unless all are. */
export function allAccepted(text: string): number {
  const reply = JSON.parse(text) as { readonly verdicts: readonly { readonly verdict: string }[] };
  const other = reply.verdicts.find(({ verdict }) => verdict !== 'accepted');
  if (other !== undefined) throw new Error(`an event was not accepted: ${JSON.stringify(other)}`);
  return reply.verdicts.length;
}
