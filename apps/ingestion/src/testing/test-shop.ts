import { ShopDirectory, ShopsFile } from '#service';

/** May do everything. */
export const TEST_API_KEY = 'test-key-of-the-demo-shop';
export const TEST_WRITE_KEY = 'test-write-key-of-the-demo-shop';
export const TEST_SERVER_KEY = 'test-server-key-of-the-demo-shop';
/** Used once, these two wait for a quarter of an hour. */
export const TEST_SLOW_HTTP_KEY = 'test-slow-key-for-the-http-door';
export const TEST_SLOW_GRPC_KEY = 'test-slow-key-for-the-grpc-door';

const SLOW = { role: 'server', eventsPerSecond: 0.001, requestsPerSecond: 0.001 };

export const testShops = new ShopDirectory(
  ShopsFile.parse({
    shops: [
      {
        id: 'demo',
        keys: [
          { key: TEST_API_KEY, role: 'admin' },
          { key: TEST_WRITE_KEY, role: 'write' },
          { key: TEST_SERVER_KEY, role: 'server' },
          { key: TEST_SLOW_HTTP_KEY, ...SLOW },
          { key: TEST_SLOW_GRPC_KEY, ...SLOW },
        ],
        hashKey: 'k'.repeat(32),
        currency: 'GBP',
      },
    ],
  }).shops,
);

export const testShop = testShops.authenticate(TEST_API_KEY).shop;
