import { z } from 'zod';
import type { DemoDoors } from './load-demo-shop.ts';

const Verdicts = z.object({ verdicts: z.array(z.object({ verdict: z.string() })) });
const ItemErrors = z.object({ errors: z.array(z.unknown()) });

/** The doors every storefront uses. */
export function httpDoors(url: string, apiKey: string): DemoDoors {
  const post = async (path: string, contentType: string, body: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': contentType, 'x-api-key': apiKey },
      body,
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    async items(items) {
      const lines = items.map((item) => JSON.stringify(item)).join('\n');
      return ItemErrors.parse(await post('/v1/items', 'application/x-ndjson', lines)).errors.length;
    },
    async events(events) {
      const body = JSON.stringify({ batch: events, historical: true });
      const { verdicts } = Verdicts.parse(await post('/v1/batch', 'application/json', body));
      return verdicts.filter(({ verdict }) => verdict === 'rejected').length;
    },
  };
}
