import { afterEach, describe, expect, it } from '@jest/globals';
import { status as GrpcStatus } from '@grpc/grpc-js';
import type {
  StreamEventsRequest,
  StreamEventsResponse,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { eventually } from '#test-support';
import { startIngestion, type TestIngestion } from '../../testing/start-ingestion.ts';
import { TEST_API_KEY, TEST_SLOW_GRPC_KEY } from '../../testing/test-shop.ts';
import { eventRequest, openEventStream } from './testing/serve-event-streams.ts';

describe('StreamEvents of the running service', () => {
  let ingestion: TestIngestion | undefined;

  afterEach(async () => {
    await ingestion?.[Symbol.asyncDispose]();
    ingestion = undefined;
  });

  async function open(apiKey = TEST_API_KEY) {
    ingestion ??= await startIngestion();
    const { call, status, close } = openEventStream(ingestion.grpc.address, apiKey);
    const responses: StreamEventsResponse[] = [];
    call.on('data', (response: StreamEventsResponse) => responses.push(response));
    return { ingestion, call, responses, status: status.finally(close) };
  }

  const verdictsOf = (responses: readonly StreamEventsResponse[]) =>
    responses.map(({ position, verdict }) => [position, verdict?.verdict, verdict?.code]);

  it('takes the good events and goes on after a bad one', async () => {
    const stream = await open();
    const bad: StreamEventsRequest = { ...eventRequest('s-2'), event: undefined };
    for (const request of [eventRequest('s-1'), bad, eventRequest('s-3'), eventRequest('s-1')]) {
      stream.call.write(request);
    }
    stream.call.end();
    expect((await stream.status).code).toBe(GrpcStatus.OK);
    expect(verdictsOf(stream.responses)).toEqual([
      [0, 'VERDICT_ACCEPTED', ''],
      [1, 'VERDICT_REJECTED', 'EVENT_MISSING_FIELD'],
      [2, 'VERDICT_ACCEPTED', ''],
      [3, 'VERDICT_DUPLICATE', 'EVENT_DUPLICATE'],
    ]);
    const taken = await stream.ingestion.events();
    expect(taken.map(({ eventId }) => eventId)).toEqual(['s-1', 's-3']);
  });

  it('refuses who has no key', async () => {
    const { status } = await open('unknown');
    expect((await status).code).toBe(GrpcStatus.UNAUTHENTICATED);
  });

  it('ends a stream that its rate would hold back for too long, and says when to come back', async () => {
    const { call, status, responses } = await open(TEST_SLOW_GRPC_KEY);
    call.write(eventRequest('r-1'));
    await eventually('the first is answered', async () => responses[0]);
    call.write(eventRequest('r-2'));
    const { code, metadata } = await status;
    expect([code, metadata.get('cartwise-error-code')]).toEqual([
      GrpcStatus.RESOURCE_EXHAUSTED,
      ['RATE_LIMITED'],
    ]);
    expect(metadata.get('retry-after')).toHaveLength(1);
    expect(responses).toHaveLength(1);
  });

  it('ends open streams when it stops, having answered what it had read', async () => {
    const stream = await open();
    stream.call.write(eventRequest('t-1'));
    await eventually('the event is answered', async () => stream.responses[0]);
    // It would wait for a stream that nobody ends.
    await ingestion?.[Symbol.asyncDispose]();
    ingestion = undefined;
    expect((await stream.status).code).toBe(GrpcStatus.UNAVAILABLE);
  });
});
