import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { Database } from '#database';
import { CartwiseClient } from '../../clients/typescript/src/index.ts';
import { startStorefront } from '../../examples/storefront-web/start-storefront.ts';
import { CHROMIUM_FLAGS, chromiumPath, eventually, recordSkip } from '#test-support';
import { E2E_KEYS } from './deployment.ts';
import { startAllInOne, type AllInOneDeployment } from './start-all-in-one.ts';

const executablePath = await chromiumPath();
const AS_WITH_A_WINDOW =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';
const TITLES = ['Tea mug', 'Tea pot', 'Milk jug', 'Desk lamp', 'Sugar bowl', 'Cake stand'];

async function sellItems({ grpc }: AllInOneDeployment): Promise<void> {
  const cartwise = new CartwiseClient({ address: grpc.address, apiKey: E2E_KEYS.server });
  const items = TITLES.map((title, index) => ({
    id: `item-${index}`,
    title,
    price: { amountMinor: 500 + index, currency: 'GBP' },
  }));
  await cartwise.catalog.upsertItems(items);
  cartwise.close();
}

/** Types of the archived events, each with its user, in the order they happened. */
async function archived({
  dataDir,
}: AllInOneDeployment): Promise<readonly (readonly [string, string | null])[]> {
  const running = JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8')) as {
    readonly environment: Readonly<Record<string, string>>;
  };
  const database = await Database.open({
    connectionString: running.environment['CARTWISE_DATABASE_URL'] ?? '',
  });
  try {
    const rows = await database.query<{ body: Buffer }>('SELECT body FROM event_archive ORDER BY event_time');
    return rows.map(({ body }) => {
      const { type, userId } = JSON.parse(String(body)) as {
        readonly type: string;
        readonly userId?: string;
      };
      return [type, userId ?? null];
    });
  } finally {
    await database.close();
  }
}

async function shopAround(page: Page): Promise<void> {
  const products = page.locator('#products');
  for (const title of ['Tea mug', 'Tea pot', 'Milk jug']) {
    await products.getByRole('button', { name: `View: ${title}` }).click();
    await page.locator('#viewed').getByRole('heading', { name: title }).waitFor();
  }
  await page.getByLabel('Search products').fill('lamp');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('heading', { name: '1 found for “lamp”' }).waitFor();
  await page.getByLabel('Customer number').fill('ann');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Logged in as ann').waitFor();
  await products.getByRole('button', { name: 'View: Desk lamp' }).click();
  await page.getByRole('button', { name: 'Add to cart: Desk lamp' }).click();
  await page.getByRole('button', { name: 'Buy' }).click();
  await page.getByText('Thank you for your order.').waitFor();
}

async function visit(): Promise<void> {
  await using cartwise = await startAllInOne({});
  await sellItems(cartwise);
  await using shop = await startStorefront({
    http: cartwise.http,
    grpc: cartwise.grpc.address,
    writeKey: E2E_KEYS.write,
    serverKey: E2E_KEYS.server,
    port: 0,
  });
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_FLAGS });
  try {
    // A browser without a window says so, and Cartwise takes it for the robot it is.
    const page = await browser.newPage({ userAgent: AS_WITH_A_WINDOW });
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(shop.url);
    await page.locator('#recommended').getByRole('heading').first().waitFor();
    await shopAround(page);

    const count = (
      events: readonly (readonly [string, string | null])[],
      type: string,
      user: string | null,
    ) => events.filter(([eventType, userId]) => eventType === type && userId === user).length;
    const events = await eventually('the order is archived', async () => {
      const found = await archived(cartwise);
      return count(found, 'order_completed', 'ann') > 0 ? found : undefined;
    });
    expect(count(events, 'page_viewed', null)).toBe(1);
    expect(count(events, 'product_viewed', null)).toBe(3);
    expect(count(events, 'products_searched', null)).toBe(1);
    expect(count(events, 'product_viewed', 'ann')).toBe(1);
    expect(count(events, 'product_added', 'ann')).toBe(1);
    expect(count(events, 'order_completed', 'ann')).toBe(1);
    expect(complaints).toEqual([]);
    expect([...hosts].sort()).toEqual([new URL(shop.url).host, new URL(cartwise.http).host].sort());
    expect(await page.content()).not.toContain(E2E_KEYS.server);
  } finally {
    await browser.close();
  }
}

if (executablePath === undefined) {
  recordSkip('the storefront page in a browser', 'no Chromium on the PATH, and no CARTWISE_CHROMIUM');
}
describe('the storefront page', () => {
  (executablePath === undefined ? it.skip : it)(
    'sends what a shopper does in a real browser, and shows recommendations',
    visit,
    120_000,
  );
});
