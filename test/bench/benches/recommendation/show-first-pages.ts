import { E2E_KEYS } from '../../../e2e/deployment.ts';
import { GrpcClient, type GrpcCall } from '../../harness/grpc-client.ts';

const CONCURRENCY = 16;

/** Every page is shown once: what is measured is a shop that is open, not one that opens. */
export async function showFirstPages<Request, Reply>(
  address: string,
  of: GrpcCall<Request, Reply>,
  requests: Iterable<Request>,
): Promise<void> {
  using client = new GrpcClient({ address, apiKey: E2E_KEYS.server });
  const pages = requests[Symbol.iterator]();
  const show = async () => {
    for (let page = pages.next(); page.done !== true; page = pages.next()) {
      await client.call(of, page.value);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, show));
}
