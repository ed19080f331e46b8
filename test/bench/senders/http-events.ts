import { randomUUID } from 'node:crypto';
import { HttpClient, type HttpTarget } from '../harness/http-client.ts';
import type { OpenSender } from '../harness/sender.ts';
import { shopperEvent } from '../traffic/shopper-event.ts';
import { postEvents } from './post-events.ts';

export interface HttpEventsOptions {
  readonly target: HttpTarget;
  readonly batchSize: number;
  readonly connections: number;
}

/** The shop's traffic in batches at the HTTP door; a unit is an event acknowledged as accepted. */
export const open: OpenSender<HttpEventsOptions> = async ({ target, batchSize, connections }) => {
  const client = new HttpClient(target, connections);
  const runId = randomUUID();
  return {
    send(sequence) {
      const nowMs = Date.now();
      const events = Array.from({ length: batchSize }, (_, index) =>
        shopperEvent(sequence * batchSize + index, runId, nowMs),
      );
      return postEvents(client, events);
    },
    async close() {
      client[Symbol.dispose]();
    },
  };
};
