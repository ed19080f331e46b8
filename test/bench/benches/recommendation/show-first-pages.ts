import { E2E_KEYS } from '../../../e2e/deployment.ts';
import { GrpcClient } from '../../harness/grpc-client.ts';
import { RECOMMEND } from '../../harness/grpc-methods.ts';
import { userIdOf } from './large-shop.ts';
import { onSite, shoppersOnSite } from './shoppers-on-site.ts';

const CONCURRENCY = 16;

/** Everyone on the site opens a page: what is measured is a shop that is open, not one that opens. */
export async function showFirstPages(address: string, users: number): Promise<void> {
  using client = new GrpcClient({ address, apiKey: E2E_KEYS.server });
  const shoppers = shoppersOnSite(users);
  let next = 0;
  const show = async () => {
    while (next < shoppers) {
      const userId = userIdOf(onSite(next++, users));
      await client.call(RECOMMEND, RECOMMEND.request.fromPartial({ userId, limit: 1 }));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, show));
}
