import { E2E_KEYS } from '../../../e2e/deployment.ts';
import type { Measured } from '../../bench.ts';
import { GrpcClient, type GrpcCall } from '../../harness/grpc-client.ts';
import type { LoadSummary } from '../../harness/load-plan.ts';
import { closedLoop, openLoop, type Load } from '../../harness/run-load.ts';
import { startEcho } from '../../harness/start-echo.ts';
import type { GrpcTarget } from '#service';

const CONCURRENCY = 32;

export interface BesideEcho<Options, Request, Reply> {
  readonly call: GrpcCall<Request, Reply>;
  /** Whose reply the echo repeats. */
  readonly request: Request;
  readonly sender: URL;
  readonly optionsFor: (target: GrpcTarget) => Options;
  /** host:port of the service. */
  readonly address: string;
  readonly times: { readonly warmupSeconds: number; readonly seconds: number };
}

/**
 * The most that the service answers a second, beside the most that a bare grpc-js server answers that sends one of its
 * replies to everyone; then latencies of both at half of the service's most, open loop.
 */
export async function measureBesideEcho<Options, Request, Reply>(
  options: BesideEcho<Options, Request, Reply>,
): Promise<Omit<Measured, 'config'>> {
  const { call, sender, times, address } = options;
  const asking = (at: string): Load<Options> => ({
    sender,
    options: options.optionsFor({ address: at, apiKey: E2E_KEYS.server }),
    ...times,
  });
  const most = await closedLoop({ ...asking(address), concurrency: CONCURRENCY });
  const requestsPerSecond = most.perSecond / 2;
  const echo = await measureEcho(call, await replyOf(options), asking, requestsPerSecond);
  const paced = await openLoop({ ...asking(address), requestsPerSecond });
  return {
    perSecond: most.perSecond,
    ratio: most.perSecond / echo.most.perSecond,
    ...paced.latency,
    figures: {
      echoPerSecond: echo.most.perSecond,
      echoPacedP50Ms: echo.paced.latency.p50Ms,
      echoPacedP99Ms: echo.paced.latency.p99Ms,
      busyP50Ms: most.latency.p50Ms,
      busyP99Ms: most.latency.p99Ms,
      pacedPerSecond: requestsPerSecond,
      concurrency: CONCURRENCY,
    },
  };
}

async function replyOf<Options, Request, Reply>({
  call,
  request,
  address,
}: BesideEcho<Options, Request, Reply>): Promise<Reply> {
  using client = new GrpcClient({ address, apiKey: E2E_KEYS.server });
  return await client.call(call, request);
}

async function measureEcho<Options, Request, Reply>(
  call: GrpcCall<Request, Reply>,
  reply: Reply,
  asking: (address: string) => Load<Options>,
  requestsPerSecond: number,
): Promise<{ readonly most: LoadSummary; readonly paced: LoadSummary }> {
  await using echo = await startEcho(call, reply);
  const most = await closedLoop({ ...asking(echo.address), concurrency: CONCURRENCY });
  // What the machine and the sender add, whatever answers.
  const paced = await openLoop({ ...asking(echo.address), requestsPerSecond });
  return { most, paced };
}
