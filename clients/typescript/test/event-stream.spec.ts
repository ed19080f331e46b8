import { describe, expect, it } from '@jest/globals';
import { status as GrpcStatus, type ServerDuplexStream } from '@grpc/grpc-js';
import { Verdict } from '@cartwise/client';
import {
  IngestionServiceService,
  StreamEventsResponse,
  type StreamEventsRequest,
} from '../src/generated/cartwise/ingestion/v1/ingestion.ts';
import { failure, serve } from './serve.ts';

type Call = ServerDuplexStream<StreamEventsRequest, StreamEventsResponse>;
const { streamEvents } = IngestionServiceService;

/** Answers when it is told to. */
async function serveByHand() {
  const requests: StreamEventsRequest[] = [];
  let position = 0;
  let arrived: () => void = () => undefined;
  let onCall: (call: Call) => void;
  const called = new Promise<Call>((resolve) => (onCall = resolve));
  const service = await serve(
    { streamEvents },
    {
      streamEvents(call: Call) {
        onCall(call);
        call.on('data', (request: StreamEventsRequest) => {
          requests.push(request);
          arrived();
        });
        call.on('end', () => call.end());
      },
    },
  );
  return {
    service,
    requests,
    called,
    async received(count: number) {
      while (requests.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    },
    async answer(count: number) {
      const call = await called;
      for (let n = 0; n < count; n++) {
        const eventId = requests[position]?.event?.eventId ?? '';
        const verdict = { eventId, verdict: Verdict.VERDICT_ACCEPTED };
        call.write(StreamEventsResponse.fromPartial({ verdict, position: position++ }));
      }
    },
  };
}

const event = (eventId: string) => ({ eventId, type: 'logged_out', userId: 'ann' });

describe('a stream of events of the client', () => {
  it('gives each event its verdict and ends when all have one', async () => {
    const { service, answer, received } = await serveByHand();
    using _ = service;
    const stream = service.client.events.stream();
    const sends = ['e-1', 'e-2', 'e-3'].map((id) => stream.send(event(id)));
    const closed = stream.close();
    await received(3);
    await answer(3);
    await closed;
    expect((await Promise.all(sends)).map(({ eventId }) => eventId)).toEqual(['e-1', 'e-2', 'e-3']);
    await expect(stream.send(event('late'))).rejects.toMatchObject({ status: 'UNAVAILABLE' });
  });

  it('has no more events in flight than it may, and says when there is room', async () => {
    const { service, requests, answer, received } = await serveByHand();
    using _ = service;
    const stream = service.client.events.stream({ inFlightMax: 2 });
    const sends = ['e-1', 'e-2', 'e-3'].map((id) => stream.send(event(id)));
    let isReady = false;
    const ready = stream.ready().then(() => (isReady = true));
    await received(2);
    expect([requests.length, isReady]).toEqual([2, false]);
    await answer(1);
    await sends[0];
    await received(3);
    expect([requests.length, isReady]).toEqual([3, false]);
    await answer(1);
    await ready;
    await answer(1);
    await Promise.all(sends);
    await stream.close();
  });

  it('gives an event an id that has none', async () => {
    const { service, requests, answer, received } = await serveByHand();
    using _ = service;
    const stream = service.client.events.stream();
    const sent = stream.send({ type: 'logged_out', userId: 'ann' });
    await received(1);
    await answer(1);
    expect((await sent).eventId).toBe(requests[0]?.event?.eventId);
    expect(requests[0]?.event?.eventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(requests[0]?.sentAtMs).toBeGreaterThan(0);
    await stream.close();
  });

  it('rejects what has no verdict when the service ends it', async () => {
    const { service, called, answer, received } = await serveByHand();
    using _ = service;
    const stream = service.client.events.stream({ inFlightMax: 2 });
    const sends = ['e-1', 'e-2', 'e-3'].map((id) => stream.send(event(id)));
    await received(2);
    await answer(1);
    await sends[0];
    (await called).emit('error', failure(GrpcStatus.UNAVAILABLE, { 'cartwise-retry-after-ms': '1000' }));
    const outcomes = await Promise.allSettled(sends);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(sends[2]).rejects.toMatchObject({ status: 'UNAVAILABLE', retryAfterMs: 1_000 });
    await stream.ready();
    await stream.close();
  });

  it('refuses to keep any number of events that wait', async () => {
    const { service } = await serveByHand();
    using _ = service;
    const stream = service.client.events.stream({ inFlightMax: 1 });
    const sends = Array.from({ length: 10_002 }, (_, n) => stream.send(event(`e-${n}`)));
    for (const send of sends) send.catch(() => undefined);
    await expect(sends.at(-1)).rejects.toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
  });
});
