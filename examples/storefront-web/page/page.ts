import { element, productCard, renderList } from './render.ts';
import { openAnalytics } from './open-analytics.ts';
import * as shop from './shop-api.ts';

const SEEN_MAX = 50;
/** The recommendations after a click have it in them by then; Cartwise needs some 100 ms. */
const REFLECTED_AFTER_MS = 400;

const settings = await shop.settings();
const analytics = openAnalytics(settings);
const user = await analytics.user();
const deviceId = localStorage.getItem('device') ?? crypto.randomUUID();
localStorage.setItem('device', deviceId);
const seen: string[] = [];
const cart: shop.Product[] = [];

const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: settings.currency });
const shopper = (): shop.Shopper => ({
  userId: user.id() ?? undefined,
  anonymousId: user.anonymousId() ?? deviceId,
  deviceId,
});
const context = { device: { id: deviceId } };
const fieldsOf = ({ itemId, title, category, price }: shop.Product) => ({
  product_id: itemId,
  name: title,
  category,
  price,
  currency: settings.currency,
});

async function view(product: shop.Product): Promise<void> {
  await analytics.track('Product Viewed', fieldsOf(product), { context });
  seen.push(product.itemId);
  seen.splice(0, seen.length - SEEN_MAX);
  element('viewed').replaceChildren(
    productCard(product, money, [['Add to cart', () => void addToCart(product)]]),
  );
  element('viewed-section').hidden = false;
  element('viewed-section').scrollIntoView({ block: 'nearest' });
  setTimeout(() => void recommend(), REFLECTED_AFTER_MS);
}

async function addToCart(product: shop.Product): Promise<void> {
  cart.push(product);
  renderCart();
  await analytics.track('Product Added', { ...fieldsOf(product), quantity: 1 }, { context });
}

async function recommend(): Promise<void> {
  const { recommendationId, items } = await shop.recommendations(shopper(), seen);
  renderList(
    'recommended',
    items.map((item) =>
      productCard(item, money, [['View', () => void viewRecommended(recommendationId, item)]], item.reason),
    ),
  );
  const shown = { recommendation_id: recommendationId, item_ids: items.map(({ itemId }) => itemId) };
  await analytics.track('Recommendation Shown', shown, { context });
}

async function viewRecommended(recommendationId: string, item: shop.Product): Promise<void> {
  const clicked = { recommendation_id: recommendationId, item_id: item.itemId };
  await analytics.track('Recommendation Clicked', clicked, { context });
  await view(item);
}

async function search(query: string): Promise<void> {
  const found = await shop.products(query);
  renderList(
    'products',
    found.map((product) => productCard(product, money, [['View', () => void view(product)]])),
  );
  element('products-title').textContent = query === '' ? 'Products' : `${found.length} found for “${query}”`;
  if (query !== '')
    await analytics.track('Products Searched', { query, results_count: found.length }, { context });
}

/** What was done before in this browser is this shopper's from now on. */
async function login(userId: string): Promise<void> {
  await analytics.identify(userId);
  await analytics.track('Signed In', { method: 'password' }, { context });
  element('account').textContent = `Logged in as ${userId}`;
  await recommend();
}

async function buy(): Promise<void> {
  const lines = cart.splice(0);
  if (lines.length === 0) return;
  const orderId = crypto.randomUUID();
  const { taken } = await shop.checkout(
    shopper(),
    orderId,
    lines.map(({ itemId }) => itemId),
  );
  if (taken) {
    const order = {
      order_id: orderId,
      total: lines.reduce((sum, { price }) => sum + price, 0),
      currency: settings.currency,
      products: lines.map((line) => ({ ...fieldsOf(line), quantity: 1 })),
    };
    await analytics.track('Order Completed', order, { context });
  }
  renderCart(taken ? 'Thank you for your order.' : 'We cannot take this order.');
}

function renderCart(message = ''): void {
  const total = cart.reduce((sum, { price }) => sum + price, 0);
  element('cart').textContent =
    message !== '' ? message : cart.length === 0 ? 'Empty' : `${cart.length} in it, ${money.format(total)}`;
  element<HTMLButtonElement>('buy').disabled = cart.length === 0;
}

function onSubmit(form: string, field: string, act: (value: string) => Promise<void>): void {
  element<HTMLFormElement>(form).addEventListener('submit', (event) => {
    event.preventDefault();
    void act(element<HTMLInputElement>(field).value.trim());
  });
}

onSubmit('search-form', 'search', search);
onSubmit('login-form', 'user-id', async (userId) => {
  if (userId !== '') await login(userId);
});
element('buy').addEventListener('click', () => void buy());
await analytics.page('Shop', { title: document.title }, { context });
await Promise.all([search(''), recommend()]);
