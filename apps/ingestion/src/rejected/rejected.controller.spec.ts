import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { recordKey, TOPICS, type EpochMs, type ShopId } from '#contracts';
import { startIngestion, type TestIngestion } from '../testing/start-ingestion.ts';
import { TEST_API_KEY, TEST_SERVER_KEY } from '../testing/test-shop.ts';

describe('the rejected events over HTTP', () => {
  let ingestion: TestIngestion;

  beforeAll(async () => {
    ingestion = await startIngestion();
  });

  afterAll(async () => {
    await ingestion[Symbol.asyncDispose]();
  });

  const get = (query: object) =>
    request(ingestion.httpUrl).get('/v1/rejected').query(query).set('x-api-key', TEST_API_KEY);
  const replay = (body: object) =>
    request(ingestion.httpUrl).post('/v1/rejected/replay').set('x-api-key', TEST_API_KEY).send(body);
  const send = (batch: readonly object[]) =>
    request(ingestion.httpUrl).post('/v1/batch').set('x-api-key', TEST_API_KEY).send({ batch }).expect(200);

  it('lists them with their reasons, page by page', async () => {
    const bad = (messageId: string) => ({ type: 'track', event: 'Cat Stroked', messageId, userId: 'ann' });
    await send([bad('l-1'), bad('l-2'), { type: 'track', event: 'Signed In', messageId: 'l-3' }]);
    await ingestion.settle();
    const first = await get({ limit: 2 }).expect(200);
    expect(first.body.counts).toEqual([
      { code: 'EVENT_UNKNOWN_TYPE', field: 'event', count: 2 },
      { code: 'EVENT_NO_IDENTITY', field: 'userId', count: 1 },
    ]);
    const second = await get({ limit: 2, after: first.body.nextAfter }).expect(200);
    const ids = [...first.body.rejected, ...second.body.rejected].map(
      (one: { eventId: string }) => one.eventId,
    );
    expect(ids.sort()).toEqual(['l-1', 'l-2', 'l-3']);
    expect(JSON.parse(first.body.rejected[0].body)).toMatchObject({ type: 'track' });
    const one = await get({ code: 'EVENT_NO_IDENTITY' }).expect(200);
    expect(one.body.rejected).toHaveLength(1);
  });

  it('replays what a fix made good, once, under its own id', async () => {
    // Rejected by a release that did not know logged_out.
    const receivedAt = ingestion.infrastructure.clock();
    const rejected = {
      rejectedId: 'was-unknown',
      shopId: 'demo' as ShopId,
      eventId: 'fixed-1',
      stage: 'http',
      code: 'EVENT_UNKNOWN_TYPE' as const,
      message: '',
      bodyBase64: Buffer.from('{"type":"logged_out","eventId":"fixed-1","userId":"ann"}').toString('base64'),
      receivedAt: (receivedAt - 1_000) as EpochMs,
    };
    await ingestion.infrastructure.eventLog.append(TOPICS.eventsRejected, [
      { key: recordKey(rejected.shopId, rejected.rejectedId), value: rejected },
    ]);
    await ingestion.settle();
    const first = await replay({ ids: ['was-unknown'] }).expect(200);
    expect(first.body.replayed).toEqual([
      { rejectedId: 'was-unknown', eventId: 'fixed-1', verdict: 'accepted' },
    ]);
    const second = await replay({ ids: ['was-unknown'] }).expect(200);
    expect(second.body.replayed).toEqual([]);
    const events = (await ingestion.events()).filter(({ eventId }) => eventId === 'fixed-1');
    expect(events).toEqual([expect.objectContaining({ receivedAt: receivedAt - 1_000, source: 'http' })]);
  });

  it('replays a record that a consumer gave up as coming from the door it came through', async () => {
    const event = { type: 'logged_out', eventId: 'poison-1', userId: 'ann', source: 'grpc' };
    const rejected = {
      rejectedId: 'given-up',
      shopId: 'demo' as ShopId,
      eventId: 'poison-1',
      stage: 'anomaly',
      code: 'EVENT_POISON' as const,
      message: '',
      bodyBase64: Buffer.from(JSON.stringify(event)).toString('base64'),
      receivedAt: ingestion.infrastructure.clock(),
    };
    await ingestion.infrastructure.eventLog.append(TOPICS.eventsRejected, [
      { key: recordKey(rejected.shopId, rejected.rejectedId), value: rejected },
    ]);
    await ingestion.settle();
    await replay({ ids: ['given-up'] }).expect(200);
    const events = (await ingestion.events()).filter(({ eventId }) => eventId === 'poison-1');
    expect(events).toEqual([expect.objectContaining({ source: 'grpc' })]);
  });

  it('are for admin keys only', async () => {
    const listed = request(ingestion.httpUrl).get('/v1/rejected').set('x-api-key', TEST_SERVER_KEY);
    expect((await listed.expect(403)).body.error.code).toBe('PERMISSION_DENIED');
    const replayed = request(ingestion.httpUrl).post('/v1/rejected/replay').set('x-api-key', TEST_SERVER_KEY);
    await replayed.send({ code: 'EVENT_NO_IDENTITY' }).expect(403);
  });

  it('says which field of a request is wrong', async () => {
    expect((await get({ limit: 0 }).expect(400)).body.error).toMatchObject({ field: 'limit' });
    expect((await get({ after: 'x' }).expect(400)).body.error).toMatchObject({ field: 'after' });
    expect((await replay({}).expect(400)).body.error).toMatchObject({ field: 'ids' });
    await request(ingestion.httpUrl).get('/v1/rejected').expect(401);
  });
});
