import { describe, expect, it } from '@jest/globals';
import { prepareOnlineRetail } from './online-retail.ts';
import type { RetailRow } from './retail-row.ts';

const NOW_MS = Date.UTC(2026, 10, 23);

const sale: RetailRow = {
  invoiceNo: '489434',
  invoiceDate: '2009-12-01 07:45',
  customerId: '13085',
  country: 'United Kingdom',
  stockCode: '85048',
  description: '15CM CHRISTMAS GLASS BALL 20 LIGHTS',
  quantity: 12,
  unitPrice: 6.95,
};

async function* rows(...given: readonly Partial<RetailRow>[]): AsyncGenerator<RetailRow> {
  for (const row of given) yield { ...sale, ...row };
}

describe('the Online Retail file', () => {
  it('becomes orders with amounts in pence and a catalogue item', async () => {
    const shop = await prepareOnlineRetail(rows({}), NOW_MS);
    expect(shop.items).toEqual([
      {
        id: '85048',
        title: '15CM CHRISTMAS GLASS BALL 20 LIGHTS',
        availability: 'in_stock',
        price: '6.95 GBP',
        product_type: 'Seasonal > Christmas',
      },
    ]);
    expect(shop.events).toMatchObject([
      {
        type: 'order_completed',
        userId: '13085',
        orderId: '489434',
        totalMinor: 12 * 695,
        billingCountry: 'GB',
      },
    ]);
  });

  it('moves forward by whole weeks to end less than a week ago', async () => {
    const [event] = (await prepareOnlineRetail(rows({}), NOW_MS)).events;
    const then = new Date(Date.UTC(2009, 11, 1, 7, 45));
    const now = new Date(event?.eventTime ?? 0);
    expect([now.getUTCDay(), now.getUTCHours()]).toEqual([then.getUTCDay(), then.getUTCHours()]);
    expect(NOW_MS - now.getTime()).toBeLessThan(7 * 86_400_000);
    expect(now.getTime()).toBeLessThanOrEqual(NOW_MS);
  });

  it('turns a cancellation into a refund of the newest order that has the goods', async () => {
    const shop = await prepareOnlineRetail(
      rows(
        { invoiceNo: '1', invoiceDate: '2009-12-01 08:00' },
        { invoiceNo: '2', invoiceDate: '2009-12-02 08:00' },
        { invoiceNo: '3', invoiceDate: '2009-12-03 08:00', quantity: 2 },
        { invoiceNo: 'C4', invoiceDate: '2009-12-04 08:00', quantity: -5 },
      ),
      NOW_MS,
    );
    expect(shop.events.at(-1)).toMatchObject({ type: 'order_refunded', orderId: '2', amountMinor: 5 * 695 });
  });

  it('drops, and counts, a cancellation of goods already sent back', async () => {
    const shop = await prepareOnlineRetail(
      rows(
        {},
        { invoiceNo: 'C1', invoiceDate: '2009-12-02 08:00', quantity: -12 },
        { invoiceNo: 'C2', invoiceDate: '2009-12-03 08:00', quantity: -1 },
      ),
      NOW_MS,
    );
    expect(shop.events).toHaveLength(2);
    expect(shop.dropped).toEqual(new Map([['cancellation without an order', 1]]));
  });

  it('makes a buyer without an account an anonymous session', async () => {
    const [event] = (await prepareOnlineRetail(rows({ customerId: '' }), NOW_MS)).events;
    expect(event).toMatchObject({ anonymousId: 'invoice-489434', sessionId: 'invoice-489434' });
    expect(event).not.toHaveProperty('userId');
  });

  it('drops what is no sale of a product, each with its reason', async () => {
    const shop = await prepareOnlineRetail(
      rows(
        { stockCode: 'POST' },
        { stockCode: 'BANK CHARGES' },
        { unitPrice: 0 },
        { unitPrice: -5 },
        { unitPrice: 1157.15 },
        { quantity: 19_152 },
        { quantity: -3 },
      ),
      NOW_MS,
    );
    expect(shop.events).toEqual([]);
    expect(Object.fromEntries(shop.dropped)).toEqual({
      'postage, fee or test instead of a product': 2,
      'price is zero or negative': 2,
      'price is absurd': 1,
      'quantity is absurd': 1,
      'not a sale (stock adjustment)': 1,
    });
  });

  it('sends a very long order in parts that add up', async () => {
    const lines = Array.from({ length: 450 }, (_, i) => ({ stockCode: String(20_000 + i), quantity: 1 }));
    const { events } = await prepareOnlineRetail(rows(...lines), NOW_MS);
    expect(events.map((event) => event['orderId'])).toEqual(['489434', '489434-2', '489434-3']);
    expect(events.reduce((sum, event) => sum + Number(event['totalMinor']), 0)).toBe(450 * 695);
  });

  it('adds up an item that an order lists twice', async () => {
    const [event] = (await prepareOnlineRetail(rows({}, { quantity: 3 }), NOW_MS)).events;
    expect(event?.['items']).toMatchObject([{ itemId: '85048', quantity: 15 }]);
  });
});
