import { beforeEach, describe, expect, it } from '@jest/globals';
import { Event } from '#contracts';
import { interactionsOf } from '#ml';
import { VisitorOwners } from './visitor-owners.ts';

const event = (fields: object) =>
  Event.parse({
    eventId: 'event',
    schemaVersion: 1,
    shopId: 'demo',
    eventTime: 1_000,
    sentAt: 1_000,
    receivedAt: 1_000,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    type: 'product_viewed',
    item: { itemId: 'mug' },
    ...fields,
  });

describe('whose history an event belongs to', () => {
  let owners: VisitorOwners;

  beforeEach(() => {
    owners = new VisitorOwners();
    owners.learn(event({ type: 'logged_in', userId: 'ann', anonymousId: 'browser' }));
  });

  it('is the user it names', () => {
    expect(owners.ownerOf(event({ userId: 'bob', anonymousId: 'browser' }))).toBe('u:bob');
  });

  it('is the user a visitor turned out to be', () => {
    expect(owners.ownerOf(event({ anonymousId: 'browser' }))).toBe('u:ann');
  });

  it('is the visitor where nobody logged in', () => {
    expect(owners.ownerOf(event({ anonymousId: 'another' }))).toBe('a:another');
  });

  it('stays with the first user of a shared browser', () => {
    owners.learn(event({ type: 'logged_in', userId: 'bob', anonymousId: 'browser' }));
    expect(owners.ownerOf(event({ anonymousId: 'browser' }))).toBe('u:ann');
  });
});

describe('what an event teaches the recommender', () => {
  it('is a view, a wish, a cart or a purchase of an item', () => {
    const lines = [
      { itemId: 'mug', quantity: 2 },
      { itemId: 'cup', quantity: 1 },
    ];
    const order = { type: 'order_completed', orderId: 'o', items: lines, totalMinor: 1, currency: 'GBP' };
    const events = [
      event({ userId: 'ann' }),
      event({ userId: 'ann', type: 'wishlist_added' }),
      event({ userId: 'ann', type: 'product_added', item: lines[0] }),
      event({ userId: 'ann', ...order }),
    ];
    expect(events.flatMap(interactionsOf).map(({ kind, itemId }) => `${kind} ${itemId}`)).toEqual([
      'view mug',
      'wishlist mug',
      'cart mug',
      'purchase mug',
      'purchase cup',
    ]);
  });

  it('is nothing where the shopper refused personalisation', () => {
    const consent = { analytics: true, personalisation: false };
    expect(interactionsOf(event({ userId: 'ann', consent }))).toEqual([]);
  });
});
