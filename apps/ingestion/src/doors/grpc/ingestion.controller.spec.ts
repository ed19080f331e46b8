import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status, type ServiceError } from '@grpc/grpc-js';
import {
  IngestEventsRequest,
  type IngestEventsResponse,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { callGrpc } from '#service';
import { startIngestion, type TestIngestion } from '../../testing/start-ingestion.ts';
import { TEST_SLOW_GRPC_KEY, TEST_WRITE_KEY } from '../../testing/test-shop.ts';

const METHOD = { package: 'ingestion', service: 'IngestionService', method: 'ingestEvents' } as const;

describe('the gRPC door for events', () => {
  let ingestion: TestIngestion;

  beforeAll(async () => {
    ingestion = await startIngestion();
  });

  afterAll(async () => {
    await ingestion[Symbol.asyncDispose]();
  });

  const send = (request: Parameters<typeof IngestEventsRequest.fromPartial>[0]) =>
    callGrpc<IngestEventsResponse>(ingestion.grpc, METHOD, IngestEventsRequest.fromPartial(request));

  it('gives each event its verdict and takes the good ones', async () => {
    const item = JSON.stringify({ item: { itemId: 'mug' } });
    const { verdicts } = await send({
      events: [
        { eventId: 'g-1', type: 'product_viewed', userId: 'ann', propertiesJson: item },
        { eventId: 'g-2', type: 'view_item', userId: 'ann', propertiesJson: '{"items":[{"item_id":"mug"}]}' },
        { eventId: 'g-3', type: 'product_viewed', userId: 'ann', propertiesJson: '{broken' },
        { eventId: 'g-4', type: 'product_viewed', propertiesJson: item },
      ],
    });
    expect(verdicts.map(({ verdict, code, field }) => [verdict, code, field])).toEqual([
      ['VERDICT_ACCEPTED', '', ''],
      ['VERDICT_ACCEPTED', '', ''],
      ['VERDICT_REJECTED', 'EVENT_INVALID_FIELD', 'properties'],
      ['VERDICT_REJECTED', 'EVENT_NO_IDENTITY', 'userId'],
    ]);
    const taken = (await ingestion.events()).map(({ eventId, source }) => [eventId, source]);
    expect(taken).toEqual([
      ['g-1', 'grpc'],
      ['g-2', 'grpc'],
    ]);
  });

  it("takes events with a write key, and tells who is over the key's rate to wait", async () => {
    const sendWith = (apiKey: string) =>
      callGrpc<IngestEventsResponse>({ ...ingestion.grpc, apiKey }, METHOD, {
        events: [{ type: 'logged_out', userId: 'ann' }],
      });
    const accepted = { verdicts: [{ verdict: 'VERDICT_ACCEPTED' }] };
    expect(await sendWith(TEST_WRITE_KEY)).toMatchObject(accepted);
    expect(await sendWith(TEST_SLOW_GRPC_KEY)).toMatchObject(accepted);
    const refused: unknown = await sendWith(TEST_SLOW_GRPC_KEY).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const trailers = (refused as ServiceError).metadata;
    expect(trailers.get('cartwise-error-code')).toEqual(['RATE_LIMITED']);
    expect(trailers.get('retry-after')).toEqual([expect.stringMatching(/^[1-9]\d*$/)]);
  });

  it('refuses more than 1,000 events or 500 KB at once, and who has no key', async () => {
    const events = Array.from({ length: 1_001 }, () => ({ type: 'logged_out' }));
    await expect(send({ events })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    const large = Array.from({ length: 20 }, () => ({
      type: 'logged_out',
      propertiesJson: ' '.repeat(30_000),
    }));
    await expect(send({ events: large })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    const stranger = { ...ingestion.grpc, apiKey: 'unknown' };
    await expect(callGrpc(stranger, METHOD, { events: [] })).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    });
  });
});
