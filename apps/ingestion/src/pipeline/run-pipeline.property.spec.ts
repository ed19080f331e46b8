import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencyDigits, Event, EVENT_TYPES, EVENT_VERDICT_CODES, type EpochMs } from '#contracts';
import { judgeEvent } from '../intake/judge-event.ts';
import { testShop } from '../testing/test-shop.ts';
import { EVENT_TYPE_OF_NAME } from './event-names.ts';
import { maskPersonalText } from './mask-personal-text.ts';
import type { RawEvent } from './parse-object.ts';
import { runPipeline } from './run-pipeline.ts';
import type { Arrival } from './step.ts';
import { toMinorUnits } from './to-minor-units.ts';

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMs;
const arrival: Arrival = {
  shop: testShop,
  source: 'http',
  receivedAt: NOW,
  historical: false,
  mayLoadHistory: true,
  newEventId: () => 'made-here',
};

/** Names the steps look at, so that arbitrary values land where they hurt. */
const KNOWN_NAMES = [
  ...['type', 'event', 'name', 'properties', 'params', 'traits', 'context', 'consent', 'items', 'products'],
  ...['item', 'product_id', 'price', 'currency', 'quantity', 'email', 'ip', 'shipping_address', 'timestamp'],
  ...['sentAt', 'userId', 'anonymousId', 'messageId', 'order_id', 'total', 'item_category', '__proto__'],
];
const { value: hostileJson } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(
      ...EVENT_TYPE_OF_NAME.keys(),
      'track',
      'identify',
      'page',
      'GBP',
      '9.99',
      '',
      '::1',
      null,
      -1,
    ),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KNOWN_NAMES), tie('value'), { maxKeys: 10 }),
  ),
}));

function expectVerdict(raw: RawEvent): void {
  const judgement = judgeEvent(raw, arrival, 'http');
  if (judgement.kind === 'accepted') expect(Event.safeParse(judgement.event).success).toBe(true);
  if (judgement.kind === 'rejected') {
    expect(Object.keys(EVENT_VERDICT_CODES)).toContain(judgement.record.code);
    expect(judgement.record.message).not.toBe('');
  }
}

const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,40}$/);
/** Of an event of ours: what looked like personal data is blanked out in it. */
const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).map(maskPersonalText);
const item = fc.record(
  {
    itemId: id,
    title: text,
    category: text,
    priceMinor: fc.nat(1_000_000),
    currency: fc.constantFrom('GBP', 'JPY'),
  },
  { requiredKeys: ['itemId'] },
);
const line = fc.tuple(item, fc.integer({ min: 1, max: 99 })).map(([one, quantity]) => ({ ...one, quantity }));
const fieldsOfType = fc.oneof(
  fc.record({ type: fc.constant('product_viewed'), item }),
  fc.record({ type: fc.constant('product_added'), item: line }),
  fc.record({
    type: fc.constant('product_list_viewed'),
    items: fc.array(item, { maxLength: 4 }),
    listId: id,
  }),
  fc.record({ type: fc.constant('products_searched'), query: text, resultsCount: fc.nat(100) }),
  fc.record({
    type: fc.constant('recommendation_shown'),
    recommendationId: id,
    itemIds: fc.array(id, { maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('review_submitted'), itemId: id, rating: fc.integer({ min: 0, max: 5 }) }),
  fc.record({
    type: fc.constant('order_completed'),
    orderId: id,
    items: fc.array(line, { minLength: 1, maxLength: 4 }),
    totalMinor: fc.nat(1_000_000),
    currency: fc.constantFrom('GBP', 'USD'),
    billingCountry: fc.constantFrom('GB', 'DE'),
  }),
  fc.record({ type: fc.constant('account_updated'), changed: fc.subarray(['email', 'phone', 'address']) }),
  fc.record({
    type: fc.constant('fraud_label_set'),
    orderId: id,
    label: fc.constantFrom('fraud', 'legitimate'),
    labelSource: fc.constantFrom('chargeback', 'analyst'),
  }),
);
const canonicalEvent = fc
  .tuple(fieldsOfType, id, id, fc.integer({ min: 0, max: 86_400_000 }), fc.boolean())
  .map(([fields, eventId, userId, ageMs, personalisation]) =>
    Event.parse({
      ...fields,
      eventId,
      schemaVersion: 1,
      shopId: 'demo',
      userId,
      eventTime: NOW - ageMs,
      sentAt: NOW - 5,
      receivedAt: NOW,
      source: 'http',
      context: { ipHash: '0123456789abcdef0123456789abcdef', pageUrl: 'https://shop/' },
      consent: { analytics: true, personalisation },
    }),
  );

describe('the ingestion pipeline, whatever comes', () => {
  it('gives a verdict to any JSON value', () => {
    fc.assert(
      fc.property(hostileJson, (json) => expectVerdict({ json })),
      { numRuns: 2_000 },
    );
  });

  it('gives a verdict to any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectVerdict({ bytes })),
      { numRuns: 500 },
    );
  });

  it('gives a verdict to a value nested 100,000 levels deep', () => {
    expectVerdict({ json: JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) });
    expectVerdict({ json: JSON.parse(`{"type":"page","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) });
  });

  it('gives every type with nothing in it a verdict that names a field', () => {
    for (const type of EVENT_TYPES) {
      const outcome = runPipeline({ json: { type } }, arrival);
      expect(outcome).toMatchObject({ kind: 'deadLetter', field: expect.any(String) });
    }
  });

  it('gives an event of ours back as it is', () => {
    fc.assert(
      fc.property(canonicalEvent, (event) => {
        expect(runPipeline({ json: event }, arrival)).toEqual({ kind: 'event', event });
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing when its own result comes again', () => {
    fc.assert(
      fc.property(hostileJson, (json) => {
        const first = runPipeline({ json }, arrival);
        if (first.kind !== 'event') return;
        expect(runPipeline({ json: first.event }, arrival)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what it was given as it was', () => {
    fc.assert(
      fc.property(hostileJson, (json) => {
        const before = structuredClone(json);
        runPipeline({ json }, arrival);
        expect(json).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it('moves the decimal point exactly, in every currency', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF'), (minor, currency) => {
        const digits = currencyDigits(currency);
        expect(toMinorUnits((minor / 10 ** digits).toFixed(digits), currency)).toBe(minor);
        expect(toMinorUnits(minor / 10 ** digits, currency)).toBe(minor);
      }),
    );
  });
});
