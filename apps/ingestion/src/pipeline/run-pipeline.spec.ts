import { describe, expect, it } from '@jest/globals';
import type { EpochMs, Event, EventVerdictCode } from '#contracts';
import { runPipeline, type Outcome } from './run-pipeline.ts';
import type { Arrival } from './step.ts';
import { testShop } from '../testing/test-shop.ts';

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMs;
const DAY_MS = 86_400_000;

const arrival = (changes: Partial<Arrival> = {}): Arrival => ({
  shop: testShop,
  source: 'http',
  receivedAt: NOW,
  historical: false,
  mayLoadHistory: true,
  newEventId: () => 'made-here',
  ...changes,
});

const run = (json: unknown, changes?: Partial<Arrival>): Outcome => runPipeline({ json }, arrival(changes));

function accepted(json: unknown, changes?: Partial<Arrival>): Event {
  const outcome = run(json, changes);
  if (outcome.kind !== 'event') throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.event;
}

function refused(json: unknown, changes?: Partial<Arrival>) {
  const outcome = run(json, changes);
  if (outcome.kind === 'event') throw new Error('it was accepted');
  const { kind, code } = outcome;
  return { kind, code, field: 'field' in outcome ? outcome.field : undefined };
}

const rejection = (code: EventVerdictCode, field?: string) => ({ kind: 'deadLetter', code, field });

const track = (event: string, properties: object = {}, rest: object = {}) => ({
  type: 'track',
  messageId: 'm-1',
  userId: 'ann',
  event,
  properties,
  ...rest,
});

const viewed = (changes: object = {}) => ({
  type: 'product_viewed',
  eventId: 'e-1',
  userId: 'ann',
  item: { itemId: 'mug', priceMinor: 999, currency: 'GBP' },
  ...changes,
});

describe('the ingestion pipeline', () => {
  describe('with our own events', () => {
    it('takes the propensities of a shown list, one an item', () => {
      const shown = (propensities: readonly number[]) =>
        track('Recommendation Shown', {
          recommendation_id: 'r-1',
          item_ids: ['mug', 'cup'],
          propensities,
        });
      expect(accepted(shown([1, 0.1]))).toMatchObject({
        type: 'recommendation_shown',
        recommendationId: 'r-1',
        propensities: [1, 0.1],
      });
      expect(refused(shown([1]))).toEqual(rejection('EVENT_INVALID_FIELD', 'properties.propensities'));
      expect(refused(shown([1, 0]))).toEqual(rejection('EVENT_INVALID_FIELD', 'properties.propensities[1]'));
    });

    it('takes one as it is', () => {
      expect(accepted(viewed())).toEqual({
        type: 'product_viewed',
        eventId: 'e-1',
        schemaVersion: 1,
        shopId: 'demo',
        userId: 'ann',
        item: { itemId: 'mug', priceMinor: 999, currency: 'GBP' },
        eventTime: NOW,
        sentAt: NOW,
        receivedAt: NOW,
        source: 'http',
        context: {},
        consent: { analytics: true, personalisation: true },
      });
    });

    it('gives an event without an id one of ours', () => {
      expect(accepted(viewed({ eventId: '' })).eventId).toBe('made-here');
    });

    it('refuses an event that says it is of another shop', () => {
      expect(refused(viewed({ shopId: 'other' }))).toEqual(rejection('EVENT_INVALID_FIELD', 'shopId'));
    });
  });

  describe('with names of Segment and GA4', () => {
    it.each([
      ['Product Viewed', 'product_viewed', { product_id: 'mug' }],
      ['Product List Viewed', 'product_list_viewed', { list_id: 'hot', products: [{ product_id: 'mug' }] }],
      ['Product Clicked', 'product_clicked', { product_id: 'mug', position: 3 }],
      ['Products Searched', 'products_searched', { query: 'mug' }],
      ['Product Added', 'product_added', { product_id: 'mug', quantity: 2 }],
      ['Product Removed', 'product_removed', { product_id: 'mug' }],
      ['Cart Viewed', 'cart_viewed', { cart_id: 'c', products: [{ product_id: 'mug', quantity: 1 }] }],
      ['Product Added to Wishlist', 'wishlist_added', { product_id: 'mug' }],
      ['Checkout Started', 'checkout_started', { order_id: 'o', products: [] }],
      ['Order Completed', 'order_completed', { order_id: 'o', total: 5, products: [{ product_id: 'mug' }] }],
      ['Order Cancelled', 'order_cancelled', { order_id: 'o' }],
      ['Order Refunded', 'order_refunded', { order_id: 'o', total: 5, currency: 'USD' }],
      ['Signed Up', 'signed_up', { email: 'ann@example.com' }],
      ['Signed In', 'logged_in', {}],
      ['Coupon Applied', 'coupon_applied', { coupon_name: 'TEN' }],
      ['Product Reviewed', 'review_submitted', { product_id: 'mug', rating: 4 }],
      ['view_item', 'product_viewed', { items: [{ item_id: 'mug' }] }],
      ['view_item_list', 'product_list_viewed', { item_list_id: 'hot', items: [{ item_id: 'mug' }] }],
      ['select_item', 'product_clicked', { items: [{ item_id: 'mug', index: 2 }] }],
      ['search', 'products_searched', { search_term: 'mug' }],
      ['add_to_cart', 'product_added', { items: [{ item_id: 'mug', quantity: 1 }] }],
      ['remove_from_cart', 'product_removed', { items: [{ item_id: 'mug' }] }],
      ['view_cart', 'cart_viewed', { items: [{ item_id: 'mug' }] }],
      ['add_to_wishlist', 'wishlist_added', { items: [{ item_id: 'mug' }] }],
      ['begin_checkout', 'checkout_started', { items: [{ item_id: 'mug' }], value: 5, currency: 'EUR' }],
      ['purchase', 'order_completed', { transaction_id: 'o', value: 5, items: [{ item_id: 'mug' }] }],
      ['refund', 'order_refunded', { transaction_id: 'o', value: 5 }],
      ['sign_up', 'signed_up', { method: 'google' }],
      ['login', 'logged_in', { method: 'google' }],
    ])('takes "%s" for %s', (name, type, properties) => {
      expect(accepted(track(name, properties)).type).toBe(type);
      expect(accepted({ name, userId: 'ann', params: properties }).type).toBe(type);
    });

    it('reads the whole of a Segment order', () => {
      const order = track('Order Completed', {
        order_id: 'o-7',
        total: 27.5,
        discount: '2.50',
        currency: 'usd',
        coupon: 'hasbros',
        payment_method: 'card',
        email: 'Ann@Example.com',
        shipping_address: { street: '1 High St', city: 'Leeds', country: 'gb' },
        products: [
          { product_id: '507', sku: 'G-32', name: 'Monopoly', price: 19, quantity: 1, category: 'Games' },
          { product_id: '505', price: '3.00', quantity: 2, image_url: 'https://x/y.png' },
        ],
      });
      expect(accepted(order)).toMatchObject({
        orderId: 'o-7',
        totalMinor: 2750,
        discountMinor: 250,
        currency: 'USD',
        coupon: 'hasbros',
        paymentMethod: 'card',
        emailHash: expect.stringMatching(/^[0-9a-f]{32}$/),
        emailDomain: 'example.com',
        addressHash: expect.stringMatching(/^[0-9a-f]{32}$/),
        shippingCountry: 'GB',
        items: [
          {
            itemId: '507',
            title: 'Monopoly',
            priceMinor: 1900,
            currency: 'USD',
            quantity: 1,
            category: 'Games',
          },
          { itemId: '505', priceMinor: 300, quantity: 2, imageUrl: 'https://x/y.png' },
        ],
      });
    });

    it('joins the category levels of GA4', () => {
      const items = [{ item_id: 'mug', item_category: 'Home', item_category2: 'Kitchen' }];
      expect(accepted({ name: 'view_item', user_pseudo_id: '1.2', params: { items } })).toMatchObject({
        anonymousId: '1.2',
        item: { category: 'Home > Kitchen' },
      });
    });

    it('refuses several items where our type is of one, rather than lose some', () => {
      const items = [{ item_id: 'mug' }, { item_id: 'cup' }];
      expect(refused({ name: 'add_to_cart', userId: 'ann', params: { items } })).toEqual(
        rejection('EVENT_INVALID_FIELD', 'params.items'),
      );
    });

    it('takes an identify for a login that joins both ids, and leaves out one that names nobody', () => {
      const identify = {
        type: 'identify',
        messageId: 'm',
        anonymousId: 'a-1',
        traits: { email: 'ann@x.org' },
      };
      expect(accepted({ ...identify, userId: 'ann' })).toMatchObject({
        type: 'logged_in',
        userId: 'ann',
        anonymousId: 'a-1',
        emailDomain: 'x.org',
      });
      expect(refused(identify)).toEqual({ kind: 'drop', code: 'EVENT_NOT_TRACKED', field: undefined });
    });

    it('takes a page call for a page view', () => {
      const page = { type: 'page', userId: 'ann', name: 'Home', context: { page: { url: 'https://shop/' } } };
      expect(accepted(page)).toMatchObject({
        type: 'page_viewed',
        name: 'Home',
        context: { pageUrl: 'https://shop/' },
      });
    });

    it.each(['screen', 'group', 'alias'])('drops a %s call', (type) => {
      expect(refused({ type, userId: 'ann' })).toMatchObject({ kind: 'drop', code: 'EVENT_NOT_TRACKED' });
    });

    it('refuses a name nobody maps, and is not fooled by names every object has', () => {
      expect(refused(track('Cat Stroked'))).toEqual(rejection('EVENT_UNKNOWN_TYPE', 'event'));
      expect(refused(track('constructor'))).toEqual(rejection('EVENT_UNKNOWN_TYPE', 'event'));
    });
  });

  describe('with money', () => {
    it.each([
      [19.99, 'GBP', 1999],
      [1.005, 'USD', 101],
      [500, 'JPY', 500],
      [1.234, 'KWD', 1234],
      ['0.1', 'EUR', 10],
    ])('takes %s %s for %s minor units', (price, currency, priceMinor) => {
      expect(accepted(track('Product Viewed', { product_id: 'mug', price, currency }))).toMatchObject({
        item: { priceMinor, currency },
      });
    });

    it("takes a price without a currency for one in the shop's", () => {
      expect(accepted(track('Product Viewed', { product_id: 'mug', price: 1 }))).toMatchObject({
        item: { priceMinor: 100, currency: 'GBP' },
      });
    });

    it.each([[-1], ['free'], ['1,5'], [{}], [true]])(
      'refuses the price %j by the name it was sent under',
      (price) => {
        const order = {
          order_id: 'o',
          total: 5,
          products: [{ product_id: 'a' }, { product_id: 'b', price }],
        };
        expect(refused(track('Order Completed', order))).toEqual(
          rejection('EVENT_INVALID_FIELD', 'properties.products[1].price'),
        );
      },
    );
  });

  describe('with bad input', () => {
    it.each([null, 1, 'text', [], true])('refuses %j', (json) => {
      expect(refused(json)).toEqual(rejection('EVENT_MALFORMED'));
    });

    it.each([
      ['a missing id of an item', track('Product Viewed'), 'EVENT_MISSING_FIELD', 'properties.product_id'],
      ['a missing item', viewed({ item: undefined }), 'EVENT_MISSING_FIELD', 'item'],
      ['a null item', viewed({ item: null }), 'EVENT_MISSING_FIELD', 'item'],
      [
        'a wrong currency',
        viewed({ item: { itemId: 'm', currency: 'POUND' } }),
        'EVENT_INVALID_FIELD',
        'item.currency',
      ],
      [
        'a title of 1 MB',
        viewed({ item: { itemId: 'm', title: 'x'.repeat(1_000_000) } }),
        'EVENT_TOO_LARGE',
        undefined,
      ],
      [
        'a long title',
        viewed({ item: { itemId: 'm', title: 'x'.repeat(501) } }),
        'EVENT_INVALID_FIELD',
        'item.title',
      ],
      [
        '__proto__',
        JSON.parse('{"type":"page","userId":"a","x":{"__proto__":{"y":1}}}'),
        'EVENT_INVALID_FIELD',
        'x.__proto__',
      ],
      ['half a surrogate pair', viewed({ userId: 'a\ud800' }), 'EVENT_INVALID_FIELD', 'userId'],
      ['U+0000', viewed({ item: { itemId: 'm', title: 'a\u0000' } }), 'EVENT_INVALID_FIELD', 'item.title'],
      ['nobody', viewed({ userId: null }), 'EVENT_NO_IDENTITY', 'userId'],
      ['a user that is an object', viewed({ userId: {} }), 'EVENT_INVALID_FIELD', 'userId'],
      [
        'a control character',
        track('x', {}, { event: 'Signed In', messageId: 'a\nb' }),
        'EVENT_INVALID_FIELD',
        'messageId',
      ],
      [
        'an e-mail that is a number',
        track('Signed Up', { email: 5 }),
        'EVENT_INVALID_FIELD',
        'properties.email',
      ],
      ['a time that is none', viewed({ timestamp: 'yesterday' }), 'EVENT_INVALID_FIELD', 'timestamp'],
      ['a context that is text', viewed({ context: 'x' }), 'EVENT_INVALID_FIELD', 'context'],
      ['no type', { userId: 'ann' }, 'EVENT_MISSING_FIELD', 'type'],
      [
        'an empty order',
        track('Order Completed', { order_id: 'o', total: 1, products: [] }),
        'EVENT_INVALID_FIELD',
        'properties.products',
      ],
    ] as const)('says precisely what is wrong with %s', (_, json, code, field) => {
      expect(refused(json)).toEqual(rejection(code, field));
    });

    it('refuses what is nested deeper than 16 levels', () => {
      const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
      expect(run(viewed({ x: nested(15) })).kind).toBe('event');
      expect(refused(viewed({ x: nested(16) }))).toMatchObject({ code: 'EVENT_TOO_DEEP' });
    });

    it.each(['x', 'é', '\u0001', '"', '😀'])(
      'takes 32 KB of %j already parsed, and not a byte more',
      (character) => {
        const bytesOf = (event: unknown) => Buffer.byteLength(JSON.stringify(event));
        const room = 32 * 1024 - bytesOf(viewed({ pad: '' }));
        const length = Math.floor(room / (bytesOf(character) - 2));
        const rest = 'x'.repeat(room - length * (bytesOf(character) - 2));
        const pad = character.repeat(length) + rest;
        const full = viewed({ pad });
        expect(bytesOf(full)).toBe(32 * 1024);
        expect(accepted(full).type).toBe('product_viewed');
        expect(refused(viewed({ pad: `${pad}x` }))).toMatchObject({
          code: 'EVENT_TOO_LARGE',
        });
      },
    );

    it.each([
      ['not JSON', Buffer.from('{"a":'), 'EVENT_MALFORMED'],
      ['not UTF-8', Buffer.from([0xff, 0xfe]), 'EVENT_MALFORMED'],
      ['33 KB', Buffer.alloc(33 * 1024, 32), 'EVENT_TOO_LARGE'],
    ])('refuses bytes that are %s', (_, bytes, code) => {
      expect(runPipeline({ bytes }, arrival())).toMatchObject({ kind: 'deadLetter', code });
    });
  });

  describe('with clocks', () => {
    it("corrects a sender's clock that is two days fast", () => {
      const fast = NOW + 2 * DAY_MS;
      const event = viewed({ timestamp: new Date(fast - 5_000).toISOString(), sentAt: fast });
      expect(accepted(event).eventTime).toBe(NOW - 5_000);
    });

    it('refuses a time more than 24 hours ahead', () => {
      expect(accepted(viewed({ timestamp: NOW + DAY_MS })).eventTime).toBe(NOW + DAY_MS);
      expect(refused(viewed({ timestamp: NOW + DAY_MS + 1 }))).toEqual(
        rejection('EVENT_TIME_IN_FUTURE', 'timestamp'),
      );
    });

    it('refuses a time more than 400 days back, unless it is history', () => {
      const old = viewed({ timestamp: NOW - 401 * DAY_MS });
      expect(refused(old)).toEqual(rejection('EVENT_TIME_TOO_OLD', 'timestamp'));
      expect(accepted(old, { historical: true }).eventTime).toBe(NOW - 401 * DAY_MS);
      expect(accepted({ ...old, historical: true }).eventTime).toBe(NOW - 401 * DAY_MS);
    });

    it('refuses history from who may not load it, whether the event or its batch says so', () => {
      const mayLoadHistory = false;
      const history = rejection('EVENT_INVALID_FIELD', 'historical');
      expect(refused(viewed({ historical: true }), { mayLoadHistory })).toEqual(history);
      expect(refused(viewed(), { mayLoadHistory, historical: true })).toEqual(history);
      expect(accepted(viewed({ historical: false }), { mayLoadHistory }).eventTime).toBe(NOW);
    });
  });

  describe('with personal data', () => {
    const event = track(
      'Order Completed',
      {
        order_id: 'o',
        total: 1,
        products: [{ product_id: 'm' }],
        email: 'ann@example.com',
        shipping_address: '1 High St, Leeds',
        card_fingerprint: 'fp_123',
        phone: '+44 113 496 0000',
      },
      { context: { ip: '203.0.113.77', page: { url: 'https://shop/?e=ann@example.com' } } },
    );

    it('keeps hashes and the coarse part only', () => {
      const text = JSON.stringify(accepted(event));
      for (const raw of ['ann@', 'High St', 'fp_123', '0113', '496', '113.77'])
        expect(text).not.toContain(raw);
      expect(accepted(event)).toMatchObject({
        context: { ipPrefix: '203.0.113.0/24' },
        emailDomain: 'example.com',
      });
    });

    it('keeps none of it in free text, nor under names it does not know', () => {
      const search = {
        type: 'products_searched',
        userId: 'ann',
        query: 'order of ann@example.com, 0113 496 0000',
      };
      expect(accepted(search)).toMatchObject({ query: 'order of [email], [phone]' });
      const refund = {
        customer_email: 'ann@example.com',
        shipping: { line1: '1 High St' },
        note: '4111 1111 1111 1111',
      };
      const { sent } = run(track('Order Refunded', refund)) as { sent?: { properties?: unknown } };
      expect(sent?.properties).toEqual({ shipping: {}, note: '[card]' });
    });

    it("refuses a shopper's id that is an e-mail address, and hashes another id that holds one", () => {
      expect(refused(viewed({ userId: 'ann@example.com' }))).toEqual(
        rejection('EVENT_INVALID_FIELD', 'userId'),
      );
      const event = viewed({ eventId: 'view-of-ann@example.com' });
      expect(accepted(event).eventId).toMatch(/^[0-9a-f]{32}$/);
      expect(accepted(event).eventId).toBe(accepted(event).eventId);
    });

    it('keeps the network of an address that was sent as one, and no domain that is none', () => {
      expect(accepted(viewed({ context: { ipPrefix: '203.0.113.77' } })).context.ipPrefix).toBe(
        '203.0.113.0/24',
      );
      expect(accepted(track('Signed Up', { email: 'ann@1 High St' }))).not.toHaveProperty('emailDomain');
    });

    it('keeps none of it in what it hands on of a refused event either', () => {
      const outcome = run({ ...event, userId: undefined });
      const text = JSON.stringify(outcome);
      expect(outcome).toMatchObject({ code: 'EVENT_NO_IDENTITY' });
      for (const raw of ['High St', 'fp_123', '496', '113.77']) expect(text).not.toContain(raw);
    });
  });

  describe('with consent and bots', () => {
    const refusal = { consent: { analytics: false, personalisation: false } };

    it('drops what a shopper did who refused analytics', () => {
      expect(refused(viewed(refusal))).toMatchObject({ kind: 'drop', code: 'EVENT_NOT_CONSENTED' });
      const context = { consent: { categoryPreferences: { Analytics: false } } };
      expect(refused(viewed({ context }))).toMatchObject({ kind: 'drop', code: 'EVENT_NOT_CONSENTED' });
    });

    it('keeps their orders, which the shop must record, with the consent as given', () => {
      expect(accepted({ ...track('Order Cancelled', { order_id: 'o' }), ...refusal })).toMatchObject(refusal);
    });

    it.each([
      ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'drop'],
      ['Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/120.0', 'drop'],
      ['Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Mobile Safari/537.36', 'event'],
      ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', 'event'],
    ])('tells whether "%s" is a bot', (userAgent, kind) => {
      expect(run(viewed({ context: { userAgent } })).kind).toBe(kind);
    });
  });
});
