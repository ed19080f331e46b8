import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CatalogueItem, type ItemId, type ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { ItemStore } from './item-store.ts';

const item = (shopId: string, id: string, fields: Partial<Record<keyof CatalogueItem, unknown>> = {}) =>
  CatalogueItem.parse({
    shopId,
    id,
    title: `the ${id}`,
    availability: 'in_stock',
    known: true,
    updatedAt: 1_700_000_000_123,
    ...fields,
  });
const keyOf = ({ shopId, id }: CatalogueItem) => ({ shopId, id });

describe('the store of items', () => {
  let server: TestPostgres;
  let database: Database;
  let store: ItemStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new ItemStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives an item back whole', async () => {
    const whole = item('whole', 'mug', {
      description: 'blue',
      link: 'https://shop/mug',
      imageLink: 'https://shop/mug.png',
      availability: 'preorder',
      price: { amountMinor: 999, currency: 'GBP' },
      salePrice: { amountMinor: 0, currency: 'GBP' },
      brand: 'Acme',
      productType: 'Home > Mugs',
      itemGroupId: 'mugs',
      sellerId: 'bob',
      attributes: { colour: 'red "dark"', weight: 1.5, vegan: true },
    });
    await store.upsert(database, [whole]);
    expect(await store.find([keyOf(whole)])).toEqual([whole]);
  });

  it('replaces an item, the last of a batch winning, and forgets fields that are gone', async () => {
    const first = item('replace', 'mug', { brand: 'Acme' });
    const last = item('replace', 'mug', { title: 'newer' });
    await store.upsert(database, [first]);
    await store.upsert(database, [first, last]);
    expect(await store.find([keyOf(last)])).toEqual([last]);
  });

  it('keeps what the catalogue says against what an event says', async () => {
    const known = item('known', 'mug');
    await store.upsert(database, [known]);
    const told = [item('known', 'mug', { known: false }), item('known', 'cup', { known: false })];
    expect(await store.addUnknown(database, told)).toEqual([{ shopId: 'known', id: 'cup' }]);
    expect(await store.find([keyOf(known)])).toEqual([known]);
  });

  it('does not bring a deleted item back for an event, but for the catalogue', async () => {
    const mug = item('deleted', 'mug');
    await store.upsert(database, [mug]);
    const ids = ['mug' as ItemId, 'cup' as ItemId];
    expect(await store.delete(database, mug.shopId, ids)).toEqual(['mug']);
    expect(await store.addUnknown(database, [mug])).toEqual([]);
    expect(await store.find([keyOf(mug)])).toEqual([]);
    await store.upsert(database, [mug]);
    expect(await store.find([keyOf(mug)])).toEqual([mug]);
  });

  it('lists page by page, of one shop, of a product type and below', async () => {
    const shopId = 'listed' as ShopId;
    const types = ['Home', 'Home > Mugs', 'Homeware', 'Home > Mugs > Blue'];
    await store.upsert(database, [
      ...types.map((productType, index) => item('listed', `item-${index}`, { productType })),
      item('other', 'item-9'),
    ]);
    const idsOf = (items: readonly CatalogueItem[]) => items.map(({ id }) => id);
    expect(idsOf(await store.list({ shopId, limit: 3 }))).toEqual(['item-0', 'item-1', 'item-2']);
    expect(idsOf(await store.list({ shopId, limit: 3, afterId: 'item-2' }))).toEqual(['item-3']);
    expect(idsOf(await store.list({ shopId, limit: 9, productType: 'Home > Mugs' }))).toEqual([
      'item-1',
      'item-3',
    ]);
  });
});
