import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { GrpcTarget } from '#service';
import { GrpcClient } from '../../harness/grpc-client.ts';
import { SIMILAR_ITEMS } from '../../harness/grpc-methods.ts';
import type { OpenSender } from '../../harness/sender.ts';
import { similarRequest } from './page-requests.ts';

export interface SimilarOptions {
  readonly target: GrpcTarget;
  readonly items: number;
}

/** A unit is a full reply by the model: 20 items, each with its reason. */
export const open: OpenSender<SimilarOptions> = ({ target, items }) => {
  const client = new GrpcClient(target);
  return Promise.resolve({
    async send(sequence) {
      const request = similarRequest(sequence, items);
      const reply = await client.call(SIMILAR_ITEMS, request);
      if (reply.degraded) throw new Error(`degraded: ${reply.degradedReason}`);
      if (reply.strategy !== Strategy.STRATEGY_ITEM_TO_ITEM) throw new Error(`strategy ${reply.strategy}`);
      if (reply.items.length !== request.limit) throw new Error(`${reply.items.length} items`);
      if (reply.items.some(({ reason }) => reason === '')) throw new Error('an item without a reason');
      return 1;
    },
    close() {
      client[Symbol.dispose]();
      return Promise.resolve();
    },
  });
};
