import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CartwiseClient, ModelKind, Verdict } from '@cartwise/client';
import { startGateway, type TestGateway } from '../../../apps/gateway/src/testing/start-gateway.ts';
import { startIngestion, type TestIngestion } from '../../../apps/ingestion/src/testing/start-ingestion.ts';

describe('the client with the real gateway', () => {
  let gateway: TestGateway;
  let client: CartwiseClient;

  beforeAll(async () => {
    gateway = await startGateway();
    client = new CartwiseClient({ ...gateway.target, deadlineMs: 30_000 });
    await client.waitForReady(30_000);
  });

  afterAll(async () => {
    client.close();
    await gateway[Symbol.asyncDispose]();
  });

  it('gets recommendations, though a new shop has none', async () => {
    const reply = await client.recommendations.recommend({ userId: 'ann' });
    expect(reply).toMatchObject({ items: [], degraded: true, degradedReason: 'no model is published yet' });
    expect(reply.recommendationId).not.toBe('');
    await expect(client.models.list({ kind: ModelKind.MODEL_KIND_RECOMMENDER })).resolves.toEqual({
      models: [],
    });
  });

  it('puts a placement, reads it back and deletes it', async () => {
    const controls = { diversity: 0.3, pins: { pins: [{ itemId: 'mug', position: 1 }] } };
    await client.placements.put({ id: 'home', controls });
    expect((await client.placements.get('home')).placement).toMatchObject({ id: 'home', controls });
    expect((await client.placements.list()).placements.map(({ id }) => id)).toEqual(['home']);
    await client.placements.delete('home');
    await expect(client.placements.get('home')).rejects.toMatchObject({ status: 'NOT_FOUND', field: 'id' });
  });

  it('is told which field of a request is wrong', async () => {
    await expect(client.recommendations.trending({ limit: 1_000 })).rejects.toMatchObject({
      code: 'REQUEST_INVALID_FIELD',
      status: 'INVALID_ARGUMENT',
      field: 'limit',
    });
  });

  it('is told that its key is unknown', async () => {
    const stranger = new CartwiseClient({ ...gateway.target, apiKey: 'unknown' });
    await expect(stranger.recommendations.trending()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    stranger.close();
  });
});

describe('the client with the real ingestion', () => {
  let ingestion: TestIngestion;
  let client: CartwiseClient;
  const events = Array.from({ length: 3_000 }, (_, n) => ({
    eventId: `c-${n}`,
    type: 'product_viewed',
    userId: `user-${n % 100}`,
    propertiesJson: '{"item":{"itemId":"mug"}}',
  }));

  beforeAll(async () => {
    ingestion = await startIngestion();
    client = new CartwiseClient({ ...ingestion.grpc, deadlineMs: 30_000 });
  });

  afterAll(async () => {
    client.close();
    await ingestion[Symbol.asyncDispose]();
  });

  it('streams events, each with its verdict, all of them durable once', async () => {
    const stream = client.events.stream({ inFlightMax: 200 });
    const sends = [];
    for (const event of events) {
      await stream.ready();
      sends.push(stream.send(event));
    }
    await stream.close();
    const verdicts = await Promise.all(sends);
    expect(verdicts.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set([Verdict.VERDICT_ACCEPTED]));
    const taken = await ingestion.events();
    expect(taken.map(({ eventId }) => eventId).toSorted()).toEqual(
      events.map(({ eventId }) => eventId).toSorted(),
    );
  });

  it('may send events again in a batch', async () => {
    const { verdicts } = await client.events.ingest({ events: events.slice(0, 2) });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      Verdict.VERDICT_DUPLICATE,
      Verdict.VERDICT_DUPLICATE,
    ]);
  });
});
