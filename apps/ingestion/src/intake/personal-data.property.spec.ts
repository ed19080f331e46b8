import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EpochMs } from '#contracts';
import type { RawEvent } from '../pipeline/parse-object.ts';
import { testShop } from '../testing/test-shop.ts';
import { judgeEvent } from './judge-event.ts';

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMs;

/** All that is kept of an event: what is put on events.v1, or on events.rejected and so in its table. */
function kept(raw: RawEvent): string {
  const judgement = judgeEvent(
    raw,
    {
      shop: testShop,
      source: 'http',
      receivedAt: NOW,
      historical: false,
      mayLoadHistory: true,
      newEventId: () => 'made-here',
    },
    'http',
  );
  if (judgement.kind === 'accepted') return JSON.stringify(judgement.event);
  if (judgement.kind !== 'rejected') return '';
  const { bodyBase64, ...record } = judgement.record;
  return JSON.stringify(record) + Buffer.from(bodyBase64, 'base64').toString();
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

function withCheckDigit(number: string): string {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

const issuer = (prefix: string, length: number) =>
  digits(length - prefix.length - 1).map((middle) => withCheckDigit(prefix + middle));
const card = fc.oneof(
  issuer('4', 16),
  issuer('51', 16),
  issuer('6011', 16),
  issuer('37', 15),
  issuer('36', 14),
);
const grouped = card.map((number) => number.replaceAll(/(\d{4})(?=\d)/g, '$1 '));
const international = fc
  .tuple(fc.constantFrom('44', '1', '49', '353'), digits(9))
  .map(([code, rest]) => `+${code}${rest}`);
const spaced = fc.tuple(digits(3), digits(6)).map(([area, rest]) => `+44 ${area} ${rest}`);
const national = digits(9).map((rest) => `01${rest}`);
const american = fc.tuple(digits(3), digits(4)).map(([one, two]) => `(555) ${one}-${two}`);

/** Is personal in an id too. */
const contact = fc.oneof(fc.emailAddress(), international, spaced, grouped);
/** Bare digits: in an id they are one. */
const personal = fc.oneof(contact, card, national, american);

const UNKNOWN_NAMES = [
  'note',
  'comment',
  'customer_email',
  'billing_email',
  'billing_phone',
  'line1',
  'x',
  'data',
];
const freeText = (secret: string) =>
  fc.constantFrom(secret, ` ${secret} `, `call me: ${secret}, thanks`, `"${secret}"`, `{"note":"${secret}"`);
const nested = (value: unknown) =>
  fc.constantFrom(value, [value], [[1, value]], { deep: { er: value } }, [{ note: value }]);

const ORDER = { order_id: 'o-1', total: 5, products: [{ product_id: 'mug' }] };
const track = (properties: object, rest: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: 'm-1',
  userId: 'ann',
  properties: { ...ORDER, ...properties },
  ...rest,
});

/** An event with the value at any place, of which some are accepted and some are not. */
const eventWith = (name: string, value: unknown) =>
  fc.constantFrom(
    track({ [name]: value }),
    track({ [name]: value }, { userId: null }),
    track({ products: [{ product_id: 'mug', [name]: value }] }),
    track({}, { context: { [name]: value, page: { url: value, [name]: value } } }),
    track({}, { context: value }),
    track({}, { traits: { [name]: value } }),
    track({ total: 'a lot' }, { [name]: value }),
    { type: 'products_searched', userId: 'ann', query: value, reason: value },
    { type: 'page', userId: 'ann', name: value, context: { referrer: value, ipPrefix: value } },
    { type: value, userId: 'ann', [name]: value },
  );

const place = fc.constantFrom(...UNKNOWN_NAMES);

describe('what is kept of an event', () => {
  it('holds no e-mail address, telephone or card number, wherever in the body it stood', () => {
    const sent = fc.tuple(personal, place).chain(([secret, name]) =>
      freeText(secret)
        .chain(nested)
        .chain((value) => eventWith(name, value))
        .map((json) => ({ secret, json })),
    );
    fc.assert(
      fc.property(sent, ({ secret, json }) => {
        expect(kept({ json })).not.toContain(secret);
        expect(kept({ bytes: Buffer.from(JSON.stringify(json)) })).not.toContain(secret);
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds none that stood in an id, or was the name of a field', () => {
    const id = fc.constantFrom('userId', 'anonymousId', 'messageId', 'sessionId', 'cart_id', 'product_ids');
    fc.assert(
      fc.property(contact, id, (secret, name) => {
        for (const json of [
          track({}, { [name]: secret }),
          track({ [name]: [secret], total: 'a lot' }),
          track({ order_id: secret, products: [{ product_id: secret }] }),
          track({ [secret]: { [secret]: '\u0000' } }),
          track({ [secret]: 1, total: 'a lot' }),
        ]) {
          expect(kept({ json })).not.toContain(secret);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('holds none of bytes that are no JSON, or too many', () => {
    fc.assert(
      fc.property(personal, place, fc.nat(40), (secret, name, cutAt) => {
        const text = JSON.stringify(track({ [name]: secret }));
        for (const broken of [
          text.slice(0, -1),
          `${text},`,
          `hello ${secret} !`,
          text.replace('@', String.raw`\u0040`).slice(0, -1),
          // The limit falls into the secret.
          `{"x":"${'x'.repeat(32 * 1024 - 6 - cutAt)} ${secret} "}`,
        ]) {
          const stored = kept({ bytes: Buffer.from(broken) });
          expect(stored).not.toContain(secret);
          expect(stored).not.toContain(secret.replace('@', String.raw`\u0040`));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds no value whose name says that it is personal, and still what the pipeline needs', () => {
    const stored = kept({
      json: track(
        {
          total: 'a lot',
          email: 'ann@example.org',
          customer_email: 'secret-1',
          billing: { phone: 'secret-2', line1: 'secret-3', name: 'secret-4', country: 'GB' },
          shipping: { address1: 'secret-5', postal_code: 'secret-6', address_country: 'secret-7' },
          cardNumber: 'secret-8',
          emailVerified: true,
          coupon: 'TEN',
        },
        { context: { traits: { name: 'secret-9', firstName: 'secret-10' }, ip: '203.0.113.77' } },
      ),
    });
    expect(stored).not.toContain('secret');
    for (const needed of [
      'emailHash',
      '"emailDomain":"example.org"',
      '"country":"GB"',
      '"coupon":"TEN"',
      '"203.0.113.0/24"',
      'emailVerified',
    ]) {
      expect(stored).toContain(needed);
    }
  });

  it('leaves ids, times, prices, versions, hashes and file names as they are', () => {
    const untouched = {
      order_id: '4111111111111111',
      total: 'a lot',
      sku: '01134960000',
      image: 'https://shop/mug@2x.png?v=1763900000123',
      when: '2026-11-23T21:03:00.000+01:00',
      timestamp_micros: 1_763_900_000_123_456,
      userAgent: 'Mozilla/5.0 Chrome/120.0.6099.109 App/1.2.3.4',
      emailHash: '0123456789abcdef0123456789abcdef',
      note: 'size 42, 3 for 2, 1763900000123',
    };
    const stored = kept({ json: track(untouched) });
    const body = JSON.parse(stored.slice(stored.indexOf('}') + 1));
    expect(body.properties).toMatchObject(untouched);
  });
});
