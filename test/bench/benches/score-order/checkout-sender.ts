import { randomUUID } from 'node:crypto';
import type { GrpcTarget } from '#service';
import { GrpcClient } from '../../harness/grpc-client.ts';
import { SCORE_ORDER } from '../../harness/grpc-methods.ts';
import type { OpenSender } from '../../harness/sender.ts';
import { checkoutOrder } from './checkout-traffic.ts';

export interface CheckoutOptions {
  readonly target: GrpcTarget;
  readonly customers: number;
}

/** Orders at checkout; a unit is an order scored in full: a degraded answer counts for none. */
export const open: OpenSender<CheckoutOptions> = (options) => {
  const client = new GrpcClient(options.target);
  const runId = randomUUID();
  return Promise.resolve({
    async send(sequence) {
      const request = checkoutOrder(sequence, runId, options.customers);
      const reply = await client.call(SCORE_ORDER, request);
      return reply.degraded ? 0 : 1;
    },
    close() {
      client[Symbol.dispose]();
      return Promise.resolve();
    },
  });
};
