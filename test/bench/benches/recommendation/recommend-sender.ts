import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { GrpcTarget } from '#service';
import { GrpcClient } from '../../harness/grpc-client.ts';
import { RECOMMEND } from '../../harness/grpc-methods.ts';
import type { OpenSender } from '../../harness/sender.ts';
import { recommendRequest } from './page-requests.ts';

export interface RecommendOptions {
  readonly target: GrpcTarget;
  readonly users: number;
  readonly startMs: number;
}

/** A unit is a full personal reply: 20 items, each with its reason, by the model and with the shopper's profile. */
export const open: OpenSender<RecommendOptions> = ({ target, users, startMs }) => {
  const client = new GrpcClient(target);
  return Promise.resolve({
    async send(sequence) {
      const request = recommendRequest(sequence, users, startMs, Date.now());
      const reply = await client.call(RECOMMEND, request);
      if (reply.degraded) throw new Error(`degraded: ${reply.degradedReason}`);
      if (reply.strategy !== Strategy.STRATEGY_PERSONAL) throw new Error(`strategy ${reply.strategy}`);
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
