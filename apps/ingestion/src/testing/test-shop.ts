import { ShopDirectory, ShopsFile } from '#service';

export const TEST_API_KEY = 'test-key-of-the-demo-shop';

export const testShops = new ShopDirectory(
  ShopsFile.parse({
    shops: [{ id: 'demo', apiKeys: [TEST_API_KEY], hashKey: 'k'.repeat(32), currency: 'GBP' }],
  }).shops,
);

export const testShop = testShops.authenticate(TEST_API_KEY);
