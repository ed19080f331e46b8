import { randomUUID } from 'node:crypto';
import { HttpClient } from '../harness/http-client.ts';
import { REFUSED, type OpenSender } from '../harness/sender.ts';
import { shopperEvent } from '../traffic/shopper-event.ts';
import type { HttpEventsOptions } from './http-events.ts';
import { allAccepted } from './post-events.ts';

/** Refused by the door, and a connection made. */
const NO_BATCH = '{}';
const TOO_MANY_REQUESTS = 429;

/** The shop's traffic from a sender that may be told to come again later; it drops what was refused. */
export const open: OpenSender<HttpEventsOptions> = async ({ target, batchSize, connections }) => {
  const client = new HttpClient(target, connections);
  // Senders that are connected already: a busy event loop accepts one connection each time around.
  await Promise.all(Array.from({ length: connections }, () => client.postAny('/v1/batch', NO_BATCH)));
  const runId = randomUUID();
  return {
    async send(sequence) {
      const nowMs = Date.now();
      const batch = Array.from({ length: batchSize }, (_, index) =>
        shopperEvent(sequence * batchSize + index, runId, nowMs),
      );
      const answer = await client.postAny('/v1/batch', JSON.stringify({ batch }));
      if (answer.status === 200) return allAccepted(answer.text);
      const saysSo = answer.text.includes('"OVERLOADED"') && Number(answer.retryAfter) > 0;
      if (answer.status === TOO_MANY_REQUESTS && saysSo) return REFUSED;
      throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    },
    async close() {
      client[Symbol.dispose]();
    },
  };
};
