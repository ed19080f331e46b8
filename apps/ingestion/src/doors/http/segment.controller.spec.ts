import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { TOPICS } from '#contracts';
import { startIngestion, type TestIngestion } from '../../testing/start-ingestion.ts';
import { TEST_API_KEY, TEST_SLOW_HTTP_KEY, TEST_WRITE_KEY } from '../../testing/test-shop.ts';

const viewed = (messageId: string, itemId = 'mug') => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  userId: 'ann',
  properties: { product_id: itemId },
});

describe('the HTTP door for events', () => {
  let ingestion: TestIngestion;

  beforeAll(async () => {
    ingestion = await startIngestion();
  });

  afterAll(async () => {
    await ingestion[Symbol.asyncDispose]();
  });

  const post = (path: string) => request(ingestion.httpUrl).post(path).set('x-api-key', TEST_API_KEY);
  const onLog = async (prefix: string) =>
    (await ingestion.events()).filter(({ eventId }) => eventId.startsWith(prefix));

  it('takes what the Segment client for Node.js sends', async () => {
    const analytics = new Analytics({ writeKey: TEST_API_KEY, host: ingestion.httpUrl, flushAt: 10 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    const properties = { product_id: 'node-mug', name: 'Mug', price: 9.99, currency: 'GBP' };
    analytics.track({ userId: 'node-user', event: 'Product Viewed', properties });
    analytics.identify({ userId: 'node-user', traits: { email: 'node@example.com' } });
    analytics.page({ userId: 'node-user', name: 'Home' });
    await analytics.closeAndFlush();
    const events = (await ingestion.events()).filter(({ userId }) => userId === 'node-user');
    expect(errors).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['product_viewed', 'logged_in', 'page_viewed']);
    expect(events[0]).toMatchObject({ item: { itemId: 'node-mug', priceMinor: 999 }, source: 'http' });
    expect(events[1]).toMatchObject({ emailDomain: 'example.com' });
  });

  it('gives each event its verdict; a bad one does not fail its neighbours', async () => {
    const batch = [
      viewed('v-1'),
      { ...viewed('v-2'), event: 'Cat Stroked' },
      viewed('v-1'),
      { type: 'alias', messageId: 'v-3', userId: 'ann' },
      'nonsense',
      viewed('v-4'),
    ];
    const { body } = await post('/v1/batch').send({ batch }).expect(200);
    expect(body).toEqual({
      success: true,
      verdicts: [
        { eventId: 'v-1', verdict: 'accepted' },
        expect.objectContaining({
          eventId: 'v-2',
          verdict: 'rejected',
          code: 'EVENT_UNKNOWN_TYPE',
          field: 'event',
        }),
        { eventId: 'v-1', verdict: 'duplicate', code: 'EVENT_DUPLICATE' },
        expect.objectContaining({ eventId: 'v-3', verdict: 'dropped', code: 'EVENT_NOT_TRACKED' }),
        expect.objectContaining({ verdict: 'rejected', code: 'EVENT_MALFORMED' }),
        { eventId: 'v-4', verdict: 'accepted' },
      ],
    });
    expect((await onLog('v-')).map(({ eventId }) => eventId)).toEqual(['v-1', 'v-4']);
  });

  it('tells a retry that its events were taken before', async () => {
    await post('/v1/batch')
      .send({ batch: [viewed('retry-1')] })
      .expect(200);
    const { body } = await post('/v1/batch')
      .send({ batch: [viewed('retry-1')] })
      .expect(200);
    expect(body.verdicts[0].verdict).toBe('duplicate');
    expect(await onLog('retry-')).toHaveLength(1);
  });

  it("takes a browser's beacon: text/plain, the key in the body, one letter for the call", async () => {
    const { type: _, ...call } = viewed('beacon-1');
    const beacon = JSON.stringify({ ...call, writeKey: TEST_WRITE_KEY });
    const response = await request(ingestion.httpUrl)
      .post('/v1/t')
      .type('text/plain')
      .send(beacon)
      .expect(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(await onLog('beacon-')).toHaveLength(1);
  });

  it('lets pages of other origins send', async () => {
    const response = await request(ingestion.httpUrl).options('/v1/batch').expect(204);
    expect(response.headers['access-control-allow-headers']).toContain('content-type');
  });

  it('takes old events as history where the batch says so', async () => {
    const old = { ...viewed('old-1'), timestamp: '2020-01-01T00:00:00Z' };
    const refused = await post('/v1/batch')
      .send({ batch: [old] })
      .expect(200);
    expect(refused.body.verdicts[0].code).toBe('EVENT_TIME_TOO_OLD');
    const taken = await post('/v1/batch')
      .send({ batch: [old], historical: true })
      .expect(200);
    expect(taken.body.verdicts[0].verdict).toBe('accepted');
    const marked = { ...old, messageId: 'old-2' };
    const header = await post('/v1/batch')
      .set('x-cartwise-historical', '1')
      .send({ batch: [marked] });
    expect(header.body.verdicts[0].verdict).toBe('accepted');
  });

  it.each([
    ['the event', { batch: [{ ...viewed('hist-1'), historical: true }] }, {}],
    ['the batch', { batch: [viewed('hist-2')], historical: true }, {}],
    ['a header', { batch: [viewed('hist-3')] }, { 'x-cartwise-historical': '1' }],
  ])('refuses history from a page: where %s says so', async (_, body, headers) => {
    const response = await request(ingestion.httpUrl)
      .post('/v1/batch')
      .set({ 'x-api-key': TEST_WRITE_KEY, ...headers })
      .send(body)
      .expect(200);
    expect(response.body.verdicts).toEqual([
      expect.objectContaining({ verdict: 'rejected', code: 'EVENT_INVALID_FIELD', field: 'historical' }),
    ]);
    expect(await onLog('hist-')).toEqual([]);
  });

  describe('with a body that is packed', () => {
    const packed = (path: string, body: Buffer, encoding = 'gzip') =>
      post(path)
        .type('application/json')
        .set('content-encoding', encoding)
        .serialize((sent) => sent)
        .send(body);

    it('takes gzip, a batch or one call', async () => {
      const batch = gzipSync(JSON.stringify({ batch: [viewed('zip-1')] }));
      const { body } = await packed('/v1/batch', batch).expect(200);
      expect(body.verdicts[0]).toEqual({ eventId: 'zip-1', verdict: 'accepted' });
      await packed('/v1/track', gzipSync(JSON.stringify(viewed('zip-2')))).expect(200);
      expect(await onLog('zip-')).toHaveLength(2);
    });

    it('refuses what unpacks to over 500 KB, without unpacking the rest', async () => {
      const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 32));
      expect(bomb.byteLength).toBeLessThan(500 * 1024);
      const { body } = await packed('/v1/batch', bomb).expect(413);
      expect(body.error).toMatchObject({
        code: 'REQUEST_TOO_LARGE',
        message: expect.stringContaining('512000'),
      });
    });

    it('refuses what is not what it says, and other encodings', async () => {
      const text = Buffer.from(JSON.stringify({ batch: [] }));
      for (const [body, encoding] of [
        [text, 'gzip'],
        [gzipSync(text).subarray(0, 20), 'gzip'],
        [brotliCompressSync(text), 'br'],
      ] as const) {
        const response = await packed('/v1/batch', body, encoding).expect(400);
        expect(response.body.error.code).toBe('REQUEST_MALFORMED');
      }
    });
  });

  it('refuses an event of 33 KB, and takes its neighbour', async () => {
    const large = { ...viewed('large-1'), note: 'x'.repeat(33 * 1024) };
    const { body } = await post('/v1/batch')
      .send({ batch: [large, viewed('large-2')] })
      .expect(200);
    expect(body.verdicts).toEqual([
      expect.objectContaining({
        verdict: 'rejected',
        code: 'EVENT_TOO_LARGE',
        message: expect.stringContaining('32768'),
      }),
      { eventId: 'large-2', verdict: 'accepted' },
    ]);
  });

  it('refuses who has no key or a wrong one', async () => {
    await request(ingestion.httpUrl).post('/v1/batch').send({ batch: [] }).expect(401);
    await request(ingestion.httpUrl).post('/v1/batch').auth('wrong', '').send({ batch: [] }).expect(401);
    await request(ingestion.httpUrl).post('/v1/batch').auth(TEST_API_KEY, '').send({ batch: [] }).expect(200);
  });

  it("tells who is over the key's rate to wait, in whole seconds, a page of another origin too", async () => {
    const send = (messageId: string) =>
      request(ingestion.httpUrl)
        .post('/v1/batch')
        .set('x-api-key', TEST_SLOW_HTTP_KEY)
        .send({ batch: [viewed(messageId)] });
    await send('slow-1').expect(200);
    const refused = await send('slow-2').expect(429);
    expect(refused.body.error.code).toBe('RATE_LIMITED');
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(refused.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'retry-after',
    });
    expect((await onLog('slow-')).map(({ eventId }) => eventId)).toEqual(['slow-1']);
    const metrics = await ingestion.infrastructure.metrics.metrics();
    expect(metrics).toMatch(/cartwise_rate_limited_total\{key_id="demo-server-[0-9a-f]+",.*\} 1/);
  });

  it.each([['{"batch":'], ['[]'], ['{}'], ['{"batch":5}'], ['']])(
    'answers 400 to the body %j',
    async (body) => {
      const response = await post('/v1/batch').type('application/json').send(body).expect(400);
      expect(response.body.error.code).toBe('REQUEST_MALFORMED');
    },
  );

  it('refuses a batch of 10,000 events and one of 600 KB, and says the limit', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => viewed(`many-${index}`));
    const tooMany = await post('/v1/batch').send({ batch: many }).expect(413);
    expect(tooMany.body.error).toMatchObject({ code: 'REQUEST_TOO_LARGE', field: 'batch' });
    expect(tooMany.body.error.message).toContain('1000');
    const heavy = await post('/v1/batch')
      .send({ batch: [{ x: 'x'.repeat(600_000) }] })
      .expect(413);
    expect(heavy.body.error.message).toContain('512000');
  });

  it('takes one event with __proto__ for that event alone', async () => {
    const text = `{"batch":[{"type":"track","__proto__":{"x":1}},${JSON.stringify(viewed('proto-1'))}]}`;
    const { body } = await post('/v1/batch').type('application/json').send(text).expect(200);
    expect(body.verdicts.map((one: { verdict: string }) => one.verdict)).toEqual(['rejected', 'accepted']);
  });

  it('keeps what it rejected on the log, personal data hashed', async () => {
    const event = {
      type: 'track',
      event: 'Order Completed',
      messageId: 'kept-1',
      properties: { email: 'ann@x.org' },
    };
    await post('/v1/batch')
      .send({ batch: [event], sentAt: '2026-11-23T00:00:00Z' })
      .expect(200);
    const kept = (await ingestion.read(TOPICS.eventsRejected)).find(
      ({ value }) => value?.eventId === 'kept-1',
    );
    const body = JSON.parse(Buffer.from(kept?.value?.bodyBase64 ?? '', 'base64').toString());
    expect(kept?.value).toMatchObject({ stage: 'http', code: expect.stringMatching(/^EVENT_/) });
    expect(body).toMatchObject({ messageId: 'kept-1', sentAt: '2026-11-23T00:00:00Z' });
    expect(body.properties).toEqual({ emailHash: expect.any(String), emailDomain: 'x.org' });
  });
});
