import { describe, expect, it } from '@jest/globals';
import { status as GrpcStatus, type handleUnaryCall, type ServerUnaryCall } from '@grpc/grpc-js';
import {
  CartwiseCallError,
  CartwiseClient,
  ModelKind,
  type IngestEventsRequest,
  type RecommendRequest,
  type RollbackModelRequest,
} from '@cartwise/client';
import {
  IngestEventsResponse,
  IngestionServiceService,
} from '../src/generated/cartwise/ingestion/v1/ingestion.ts';
import { ModelServiceService, RollbackModelResponse } from '../src/generated/cartwise/models/v1/models.ts';
import {
  RecommendationServiceService,
  RecommendResponse,
} from '../src/generated/cartwise/recommendation/v1/recommendation.ts';
import { API_KEY, failure, serve } from './serve.ts';

type Failure = ReturnType<typeof failure>;

/** A service of one method that fails with these, one after the other, and then answers. */
function failing<Request, Response>(response: Response, ...failures: readonly Failure[]) {
  const left = [...failures];
  const calls: ServerUnaryCall<Request, Response>[] = [];
  const method: handleUnaryCall<Request, Response> = (call, reply) => {
    calls.push(call);
    const next = left.shift();
    if (next) reply(next);
    else reply(null, response);
  };
  return { method, calls };
}

const RECOMMENDATION = RecommendResponse.fromPartial({ recommendationId: 'r-1', items: [{ itemId: 'mug' }] });
const { recommend } = RecommendationServiceService;
type Recommend = handleUnaryCall<RecommendRequest, RecommendResponse>;
const failingRecommend = (...failures: readonly Failure[]) =>
  failing<RecommendRequest, RecommendResponse>(RECOMMENDATION, ...failures);
const serveRecommend = (method: Recommend, options = {}) =>
  serve({ recommend }, { recommend: method }, options);

describe('a call', () => {
  it('sends the key and what the caller names of the request, and answers the whole reply', async () => {
    const { method, calls } = failingRecommend();
    using service = await serveRecommend(method);
    const reply = await service.client.recommendations.recommend({
      userId: 'ann',
      filter: { brands: ['Acme'] },
    });
    expect(reply).toEqual(RECOMMENDATION);
    const [call] = calls;
    expect(call?.metadata.get('x-api-key')).toEqual([API_KEY]);
    expect(call?.request).toMatchObject({
      userId: 'ann',
      limit: 0,
      filter: { brands: ['Acme'], categories: [] },
    });
  });

  it('that is wrong says the code, the field and the status, and is made once', async () => {
    const trailers = {
      'cartwise-error-code': 'REQUEST_INVALID_FIELD',
      'cartwise-error-field': 'items[%22%C3%A9%22]',
    };
    const { method, calls } = failingRecommend(failure(GrpcStatus.INVALID_ARGUMENT, trailers));
    using service = await serveRecommend(method);
    const error: unknown = await service.client.recommendations
      .recommend({})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CartwiseCallError);
    expect(error).toMatchObject({
      code: 'REQUEST_INVALID_FIELD',
      status: 'INVALID_ARGUMENT',
      field: 'items["é"]',
      message: 'says INVALID_ARGUMENT',
    });
    expect(calls).toHaveLength(1);
  });

  it('is tried again when the service does not answer, or asks to wait', async () => {
    const { method, calls } = failingRecommend(
      failure(GrpcStatus.UNAVAILABLE),
      failure(GrpcStatus.RESOURCE_EXHAUSTED, { 'cartwise-retry-after-ms': '1' }),
      failure(GrpcStatus.UNAVAILABLE),
    );
    using service = await serveRecommend(method);
    await expect(service.client.recommendations.recommend({})).resolves.toEqual(RECOMMENDATION);
    expect(calls).toHaveLength(4);
  });

  it('is not tried again when the wait that is asked for ends after the deadline', async () => {
    const busy = failure(GrpcStatus.RESOURCE_EXHAUSTED, {
      'cartwise-error-code': 'OVERLOADED',
      'retry-after': '60',
    });
    const { method, calls } = failingRecommend(busy);
    using service = await serveRecommend(method);
    await expect(service.client.recommendations.recommend({})).rejects.toMatchObject({
      code: 'OVERLOADED',
      retryAfterMs: 60_000,
    });
    expect(calls).toHaveLength(1);
  });

  it('is not tried again for a limit that waiting does not change, or when retries are off', async () => {
    const { method, calls } = failingRecommend(failure(GrpcStatus.RESOURCE_EXHAUSTED));
    using service = await serveRecommend(method);
    await expect(service.client.recommendations.recommend({})).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
    });
    expect(calls).toHaveLength(1);
    const down = failingRecommend(failure(GrpcStatus.UNAVAILABLE));
    using without = await serveRecommend(down.method, { retry: false });
    await expect(without.client.recommendations.recommend({})).rejects.toMatchObject({
      status: 'UNAVAILABLE',
    });
    expect(down.calls).toHaveLength(1);
  });

  it('stops being tried again when most calls fail', async () => {
    const failures = Array.from({ length: 100 }, () => failure(GrpcStatus.UNAVAILABLE));
    const { method, calls } = failingRecommend(...failures);
    using service = await serveRecommend(method);
    for (let n = 0; n < 10; n++) {
      await expect(service.client.recommendations.recommend({})).rejects.toMatchObject({
        status: 'UNAVAILABLE',
      });
    }
    // The first is tried 4 times; the next failure leaves 5 of the 10 tokens, and from then on all are tried once.
    expect(calls).toHaveLength(13);
  });

  it('ends at its deadline and when its signal is aborted', async () => {
    using service = await serveRecommend(() => undefined);
    const { recommendations } = service.client;
    await expect(recommendations.recommend({}, { deadlineMs: 50 })).rejects.toMatchObject({
      status: 'DEADLINE_EXCEEDED',
    });
    const aborting = new AbortController();
    const call = recommendations.recommend({}, { signal: aborting.signal });
    aborting.abort(new Error('the page is gone'));
    await expect(call).rejects.toThrow('the page is gone');
    await expect(recommendations.recommend({}, { signal: aborting.signal })).rejects.toThrow(
      'the page is gone',
    );
  });

  it('that must not be done twice is tried again only when nothing was done', async () => {
    const { rollbackModel } = ModelServiceService;
    const response = RollbackModelResponse.fromPartial({ model: { version: 'v1' } });
    const { method, calls } = failing<RollbackModelRequest, RollbackModelResponse>(
      response,
      failure(GrpcStatus.RESOURCE_EXHAUSTED, { 'cartwise-retry-after-ms': '0' }),
      failure(GrpcStatus.UNAVAILABLE),
    );
    using service = await serve({ rollbackModel }, { rollbackModel: method });
    const rollback = service.client.models.rollback({ kind: ModelKind.MODEL_KIND_FRAUD });
    await expect(rollback).rejects.toMatchObject({ status: 'UNAVAILABLE' });
    expect(calls).toHaveLength(2);
  });

  it('with events sends the same ids when it is tried again', async () => {
    const { ingestEvents } = IngestionServiceService;
    const { method, calls } = failing<IngestEventsRequest, IngestEventsResponse>(
      IngestEventsResponse.fromPartial({}),
      failure(GrpcStatus.UNAVAILABLE),
    );
    using service = await serve({ ingestEvents }, { ingestEvents: method });
    await service.client.events.ingest({
      events: [{ type: 'logged_out' }, { eventId: 'mine', type: 'logged_out' }],
    });
    const sent = calls.map(({ request }) => request);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]?.events.map(({ eventId }) => eventId)).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      'mine',
    ]);
    expect(sent[0]?.sentAtMs).toBeGreaterThan(0);
  });
});

describe('a connection', () => {
  it('is ready when the service is, and says when it is not', async () => {
    using service = await serveRecommend(() => undefined);
    await expect(service.client.waitForReady(30_000)).resolves.toBeUndefined();
    // A port that nobody listens on.
    const client = new CartwiseClient({ address: '127.0.0.1:1', apiKey: API_KEY });
    await expect(client.waitForReady(50)).rejects.toMatchObject({ status: 'UNAVAILABLE' });
    client.close();
  });
});
