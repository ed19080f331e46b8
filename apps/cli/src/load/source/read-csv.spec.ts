import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Mapping } from '../mapping/mapping.ts';
import { readMapping } from '../mapping/read-mapping.ts';
import { readCsv } from './read-csv.ts';
import type { RowSource, SourceRow } from './source-row.ts';

interface Read {
  readonly events: readonly { readonly row: number; readonly event: Readonly<Record<string, unknown>> }[];
  readonly junk: Readonly<Record<string, number>>;
}

async function collect(source: RowSource): Promise<Read> {
  const rows: SourceRow[] = [];
  for await (const chunk of source) rows.push(...chunk);
  const junk: Record<string, number> = {};
  for (const row of rows) if (row.kind === 'junk') junk[row.reason] = (junk[row.reason] ?? 0) + 1;
  return {
    junk,
    events: rows.flatMap((row) =>
      row.kind === 'event'
        ? [{ row: row.row, event: JSON.parse(Buffer.from(row.json).toString()) as Record<string, unknown> }]
        : [],
    ),
  };
}

const bytesOf = (text: string): AsyncIterable<Buffer> => Readable.from([Buffer.from(text)]);

const ORDERS = Mapping.parse({
  time: { from: '{at}', format: 'iso' },
  type: { from: 'order_completed' },
  groupBy: '{order}',
  event: { orderId: '{order}', userId: '{who}', currency: 'GBP' },
  item: { itemId: '{sku}', price: '{price}', quantity: '{n}' },
});

describe('a CSV file with a mapping', () => {
  it('puts the rows of an order together, others between them or not, and adds up what it is worth', async () => {
    const { events } = await collect(
      readCsv(
        bytesOf(
          'order,at,who,sku,price,n\n7,2024-01-01,anna,a,0.10,3\n8,2024-01-02,ben,a,1,1\n7,2024-01-01,anna,"b,c",2.5,1\n',
        ),
        ORDERS,
        'a-load',
      ),
    );
    expect(events).toEqual([
      expect.objectContaining({ row: 3 }),
      {
        row: 2,
        event: {
          eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
          type: 'order_completed',
          eventTime: Date.UTC(2024, 0, 1),
          orderId: '7',
          userId: 'anna',
          currency: 'GBP',
          total: 2.8,
          items: [
            { itemId: 'a', price: '0.10', quantity: '3' },
            { itemId: 'b,c', price: '2.5', quantity: '1' },
          ],
        },
      },
    ]);
  });

  it('gives an event the same id when a corrected mapping reads more of the rows before it', async () => {
    const text = 'what,at,who,sku\nwish,2024-01-01,anna,a\nview,2024-01-02,anna,b\n';
    const mappingOf = (values: Record<string, string>) =>
      Mapping.parse({
        time: { from: '{at}', format: 'iso' },
        type: { from: '{what}', values },
        event: { userId: '{who}' },
        item: { itemId: '{sku}' },
      });
    const idsOf = async (values: Record<string, string>, load: string) => {
      const { events } = await collect(readCsv(bytesOf(text), mappingOf(values), load));
      return events.map(({ event }) => event['eventId']);
    };
    const [viewed] = await idsOf({ view: 'product_viewed' }, 'a-load');
    const both = await idsOf({ view: 'product_viewed', wish: 'wishlist_added' }, 'a-load');
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(viewed);
    expect(await idsOf({ view: 'product_viewed' }, 'another')).not.toContain(viewed);
  });

  it('sends a very long order in parts with ids of their own', async () => {
    const lines = Array.from({ length: 450 }, (_, index) => `7,2024-01-01,anna,sku-${index},1,1`);
    const { events } = await collect(
      readCsv(bytesOf(['order,at,who,sku,price,n', ...lines].join('\n')), ORDERS, 'a-load'),
    );
    expect(events.map(({ event }) => [event['orderId'], event['total']])).toEqual([
      ['7', 200],
      ['7-2', 200],
      ['7-3', 50],
    ]);
  });

  it('counts what it cannot read, in the same order each time', async () => {
    const text =
      'order,at,who,sku,price,n\n1,2024-01-01,anna,a,1,1\n2,2024\n3,2024-01-01,"x"y,a,1,1\n4,soon,anna,a,1,1\n5,2024-01-01,anna,a,1,1\n6,"' +
      'x'.repeat(100_000);
    const { events, junk } = await collect(readCsv(bytesOf(text), ORDERS, 'a-load'));
    expect(events.map(({ event }) => event['orderId'])).toEqual(['1', '3', '5']);
    expect(junk).toEqual({
      'not as many values as columns': 1,
      'the time is not in the format of the mapping': 1,
      'the row is too long or its quotes do not end': 1,
    });
    expect(await collect(readCsv(bytesOf(text), ORDERS, 'a-load'))).toEqual({ events, junk });
  });

  it('without a column that the mapping reads is refused with the columns it has', async () => {
    await expect(collect(readCsv(bytesOf('order,at\n1,2\n'), ORDERS, 'a-load'))).rejects.toThrow(
      'The file has no column "who", "sku", "price", "n", which the mapping reads. It has: order, at.',
    );
  });
});

describe('the examples', () => {
  it("read RetailRocket's columns", async () => {
    const mapping = await readMapping('examples/retailrocket/mapping.yaml');
    const { events, junk } = await collect(
      readCsv(createReadStream('examples/retailrocket/events-sample.csv'), mapping, 'a-load'),
    );
    expect(junk).toEqual({
      'the type is not in the mapping': 1,
      'the time is not in the format of the mapping': 1,
      'not as many values as columns': 1,
    });
    expect(events.map(({ event }) => event['type'])).toEqual([
      ...['product_viewed', 'product_viewed', 'product_viewed', 'product_added', 'product_added'],
      ...['order_completed', 'order_completed', 'product_viewed', 'product_viewed', 'product_added'],
      'order_completed',
    ]);
    expect(events[5]?.event).toEqual({
      eventId: expect.any(String),
      type: 'order_completed',
      eventTime: 1_433_221_650_113,
      anonymousId: '900001',
      orderId: '800001-700002',
      total: '0',
      currency: 'EUR',
      items: [{ itemId: '700002' }],
    });
  });

  it("read the demo's invoices: an invoice is one order, and every line is accounted for", async () => {
    const mapping = await readMapping('examples/online-retail/mapping.yaml');
    const file = createReadStream('examples/online-retail/online-retail-2009-2010.csv.gz').pipe(
      createGunzip(),
    );
    const { events, junk } = await collect(readCsv(file, mapping, 'a-load'));
    const lines = events.reduce((sum, { event }) => sum + (event['items'] as readonly unknown[]).length, 0);
    const skipped = Object.values(junk).reduce((sum, count) => sum + count, 0);
    expect(lines + skipped).toBe(525_461);
    expect(Object.keys(junk).toSorted()).toEqual([
      'cancellation',
      'postage, fee or test',
      'price is zero or below',
      'stock adjustment',
    ]);
    expect(new Set(events.map(({ event }) => event['orderId'])).size).toBe(events.length);
    expect(events[0]?.event).toMatchObject({
      eventId: 'retail-489434',
      orderId: '489434',
      userId: '13085',
      eventTime: Date.UTC(2009, 11, 1, 7, 45),
      total: 505.3,
    });
    expect(events[0]?.event).not.toHaveProperty('anonymousId');
  });
});
