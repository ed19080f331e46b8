import type { HttpClient } from '../harness/http-client.ts';

/** Sends one batch; resolves to how many were accepted, and rejects unless all were. */
export async function postEvents(
  client: HttpClient,
  events: readonly object[],
  { historical = false }: { readonly historical?: boolean } = {},
): Promise<number> {
  const around = historical ? { historical } : { sentAt: new Date().toISOString() };
  const reply = JSON.parse(await client.post('/v1/batch', JSON.stringify({ batch: events, ...around }))) as {
    readonly verdicts: readonly { readonly verdict: string }[];
  };
  const refused = reply.verdicts.find(({ verdict }) => verdict !== 'accepted');
  if (refused !== undefined) throw new Error(`an event was not accepted: ${JSON.stringify(refused)}`);
  return reply.verdicts.length;
}
