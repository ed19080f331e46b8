import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPackageDefinition, credentials, Metadata, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import request from 'supertest';
import { TOPICS, type CatalogueItem } from '#contracts';
import type {
  DeleteItemsResponse,
  GetItemResponse,
  ListItemsResponse,
  StreamUpsertItemsResponse,
  UpsertItemsResponse,
} from '#contracts/generated/cartwise/catalog/v1/catalog';
import { callGrpc, LOADER_OPTIONS, protoFiles } from '#service';
import { startIngestion, type TestIngestion } from '../testing/start-ingestion.ts';
import { TEST_API_KEY, TEST_SERVER_KEY, TEST_WRITE_KEY } from '../testing/test-shop.ts';

describe('the catalogue', () => {
  let ingestion: TestIngestion;

  beforeAll(async () => {
    ingestion = await startIngestion();
  });

  afterAll(async () => {
    await ingestion[Symbol.asyncDispose]();
  });

  const call = <Reply>(method: string, message: object) =>
    callGrpc<Reply>(ingestion.grpc, { package: 'catalog', service: 'CatalogService', method }, message);
  const feed = (contentType: string, body: string) =>
    request(ingestion.httpUrl).post('/v1/items').set('x-api-key', TEST_API_KEY).type(contentType).send(body);
  /** What a reader of the compacted topic ends up with. */
  const newestOnLog = async (): Promise<ReadonlyMap<string, CatalogueItem | null>> => {
    await ingestion.settle();
    return new Map((await ingestion.read(TOPICS.items)).map(({ key, value }) => [key, value]));
  };

  it('takes items over gRPC, refuses bad ones one by one, gives them back and deletes them', async () => {
    const items = [
      { id: 'g-1', title: 'Mug', price: { amountMinor: 999, currency: 'GBP' }, productType: 'G > Mugs' },
      { id: 'g-2', title: '' },
      { id: 'g-3', title: 'Cup', productType: 'G' },
    ];
    const { accepted, errors } = await call<UpsertItemsResponse>('upsertItems', { items });
    expect([accepted, errors]).toEqual([
      2,
      [expect.objectContaining({ index: 1, itemId: 'g-2', field: 'title', code: 'REQUEST_INVALID_FIELD' })],
    ]);
    const got = await call<GetItemResponse>('getItem', { id: 'g-1' });
    expect(got.item).toMatchObject({ id: 'g-1', price: { amountMinor: 999, currency: 'GBP' } });
    const first = await call<ListItemsResponse>('listItems', { pageSize: 1, productType: 'G' });
    const pageToken = first.nextPageToken;
    const second = await call<ListItemsResponse>('listItems', { pageSize: 1, productType: 'G', pageToken });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['g-1', 'g-3']);
    expect((await newestOnLog()).get('demo/g-1')).toMatchObject({ title: 'Mug', known: true });
    expect(await call<DeleteItemsResponse>('deleteItems', { ids: ['g-1', 'none'] })).toEqual({ deleted: 1 });
    expect((await newestOnLog()).get('demo/g-1')).toBeNull();
  });

  it('is not for the key that every page has, nor for pages of other origins', async () => {
    const feed = request(ingestion.httpUrl).post('/v1/items').set('x-api-key', TEST_WRITE_KEY);
    const { body, headers } = await feed.type('application/x-ndjson').send('{"id":"w-1"}').expect(403);
    expect(body.error.code).toBe('PERMISSION_DENIED');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('takes a stream of items over gRPC', async () => {
    // The loaded package is typed only at run time.
    const loaded = loadPackageDefinition(loadSync([...protoFiles('catalog')], LOADER_OPTIONS)) as never as {
      cartwise: { catalog: { v1: { CatalogService: new (...args: unknown[]) => CatalogClient } } };
    };
    const client = new loaded.cartwise.catalog.v1.CatalogService(
      ingestion.grpc.address,
      credentials.createInsecure(),
    );
    const upload = (key: string) =>
      new Promise<StreamUpsertItemsResponse>((resolve, reject) => {
        const metadata = new Metadata();
        metadata.set('x-api-key', key);
        const stream = client.streamUpsertItems(metadata, (error, reply) =>
          error ? reject(error) : resolve(reply),
        );
        for (let index = 0; index < 1_200; index += 1) {
          stream.write({ item: { id: `s-${index}`, title: index === 700 ? '' : 'streamed' } });
        }
        stream.end();
      });
    const { accepted, errors } = await upload(TEST_SERVER_KEY);
    expect(accepted).toBe(1_199);
    expect(errors).toEqual([expect.objectContaining({ index: 700, itemId: 's-700', field: 'title' })]);
    await expect(upload('unknown')).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    await expect(upload(TEST_WRITE_KEY)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    client.close();
  });

  it.each([
    [
      'application/x-ndjson',
      '{"id":"f-1","title":"Mug","price":"9.99 GBP"}\n{"id":"f-2","price":"x"}\nbroken',
    ],
    ['application/json', '{"id":"f-1","title":"Mug","price":"9.99 GBP"}\n{"id":"f-2"}\nbroken'],
    ['text/csv', 'id,title,price\nf-1,Mug,9.99 GBP\nf-2,,\nf-3\n'],
    ['text/tab-separated-values', 'id\ttitle\tprice\nf-1\tMug\t9.99 GBP\nf-2\t\t\nf-3\n'],
    [
      'application/xml',
      '<rss><item><g:id>f-1</g:id><title>Mug</title><g:price>9.99 GBP</g:price></item>\n<item><g:id>f-2</g:id></item>\n<item><b></item></rss>',
    ],
  ])('takes a feed of %s and tells each line it could not take', async (contentType, text) => {
    const { body } = await feed(contentType, text).expect(200);
    expect(body).toMatchObject({ accepted: 1, rejected: 2 });
    const errors = body.errors as readonly { itemId: string; field: string; row: number }[];
    expect(errors.map(({ itemId, field }) => [itemId, field]).sort()).toEqual([
      ['', ''],
      ['f-2', 'title'],
    ]);
    expect(errors.every(({ row }) => row >= 2)).toBe(true);
    expect((await newestOnLog()).get('demo/f-1')).toMatchObject({ price: { amountMinor: 999 } });
  });

  it.each([
    [
      'application/x-ndjson',
      '{"id":"a-1","title":"Mug","attributes":{"colour":"red"},"custom_label_0":"Gift"}',
    ],
    ['text/csv', 'id,title,attribute.colour,custom label 0\na-1,Mug,red,Gift\n'],
    [
      'application/xml',
      '<rss><item><g:id>a-1</g:id><title>Mug</title><attribute.colour>red</attribute.colour><g:custom_label_0>Gift</g:custom_label_0></item></rss>',
    ],
  ])("takes the shop's own attributes from a feed of %s, and gives them back", async (contentType, text) => {
    await feed(contentType, text).expect(200);
    const attributes = { colour: 'red', custom_label_0: 'Gift' };
    expect((await newestOnLog()).get('demo/a-1')).toMatchObject({ attributes });
    const { item } = await call<GetItemResponse>('getItem', { id: 'a-1' });
    expect(item?.attributes).toMatchObject({ colour: { text: 'red' }, custom_label_0: { text: 'Gift' } });
  });

  it("takes the shop's own attributes and the seller over gRPC, and gives them back", async () => {
    const attributes = { colour: { text: 'red' }, weight: { number: 1.5 }, vegan: { flag: false } };
    const items = [
      { id: 'a-2', title: 'Mug', attributes, sellerId: 'bob' },
      { id: 'a-3', title: 'Mug', attributes: { Größe: { text: 'M' } } },
    ];
    const { errors } = await call<UpsertItemsResponse>('upsertItems', { items });
    expect(errors).toEqual([expect.objectContaining({ itemId: 'a-3', field: 'attributes.größe' })]);
    expect((await call<GetItemResponse>('getItem', { id: 'a-2' })).item).toMatchObject({
      sellerId: 'bob',
      attributes,
    });
    expect((await newestOnLog()).get('demo/a-2')).toMatchObject({
      sellerId: 'bob',
      attributes: { colour: 'red', weight: 1.5, vegan: false },
    });
  });

  it('has an item that only events speak of, until the catalogue knows better', async () => {
    const event = {
      type: 'product_viewed',
      eventId: 'e-1',
      userId: 'ann',
      item: { itemId: 'told', title: 'Told' },
    };
    const batch = request(ingestion.httpUrl).post('/v1/batch').set('x-api-key', TEST_API_KEY);
    await batch.send({ batch: [event] }).expect(200);
    expect((await newestOnLog()).get('demo/told')).toMatchObject({ title: 'Told', known: false });
    await feed('application/x-ndjson', '{"id":"told","title":"Better told"}').expect(200);
    expect((await newestOnLog()).get('demo/told')).toMatchObject({ title: 'Better told', known: true });
  });

  it('wants a key', async () => {
    await request(ingestion.httpUrl).post('/v1/items').type('text/csv').send('id\n1').expect(401);
  });
});

interface CatalogClient {
  streamUpsertItems(
    metadata: Metadata,
    callback: (error: Error | null, reply: StreamUpsertItemsResponse) => void,
  ): { write(message: object): void; end(): void };
  close(): void;
}
