import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { IngestEventsRequest, RecommendRequest, ScoreOrderRequest } from '@cartwise/client';
import { FraudServiceService, ScoreOrderResponse } from '../src/generated/cartwise/fraud/v1/fraud.ts';
import {
  IngestEventsResponse,
  IngestionServiceService,
} from '../src/generated/cartwise/ingestion/v1/ingestion.ts';
import {
  RecommendationServiceService,
  RecommendResponse,
} from '../src/generated/cartwise/recommendation/v1/recommendation.ts';
import { visit } from './example.ts';
import { API_KEY, serve } from './serve.ts';

describe('the example of the README', () => {
  it('is the one that is tested here', async () => {
    const [readme, example] = await Promise.all(
      ['../README.md', 'example.ts'].map((file) => readFile(path.join(import.meta.dirname, file), 'utf8')),
    );
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('runs', async () => {
    const { recommend } = RecommendationServiceService;
    const { ingestEvents } = IngestionServiceService;
    const { scoreOrder } = FraudServiceService;
    const seen: string[] = [];
    const recommended: handleUnaryCall<RecommendRequest, RecommendResponse> = (_, reply) =>
      reply(null, RecommendResponse.fromPartial({ items: [{ itemId: 'mug' }] }));
    const ingested: handleUnaryCall<IngestEventsRequest, IngestEventsResponse> = ({ request }, reply) => {
      seen.push(...request.events.map(({ propertiesJson }) => propertiesJson));
      reply(null, IngestEventsResponse.fromPartial({}));
    };
    // Answers no order: the example decides without.
    const unanswered: handleUnaryCall<ScoreOrderRequest, ScoreOrderResponse> = () => undefined;
    using service = await serve(
      { recommend, ingestEvents, scoreOrder },
      { recommend: recommended, ingestEvents: ingested, scoreOrder: unanswered },
    );
    await expect(visit(service.address, API_KEY)).resolves.toBe('look');
    expect(seen).toEqual(['{"item":{"itemId":"mug"}}']);
  });
});
