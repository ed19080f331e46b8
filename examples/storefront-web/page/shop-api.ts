/** What the shop's own backend answers; the keys that may do more than send events stay there. */
export interface Product {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  readonly price: number;
}

export interface Recommendation extends Product {
  readonly reason: string;
}

export interface Recommendations {
  readonly recommendationId: string;
  readonly items: readonly Recommendation[];
}

export interface Settings {
  readonly writeKey: string;
  /** host:port of Cartwise's HTTP door. */
  readonly eventsHost: string;
  readonly currency: string;
}

export interface Shopper {
  readonly userId: string | undefined;
  readonly anonymousId: string;
  readonly deviceId: string;
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

export const settings = () => json<Settings>('/api/settings');

export const products = (query: string) =>
  json<readonly Product[]>(`/api/products?${new URLSearchParams({ q: query })}`);

export const recommendations = ({ userId = '', anonymousId }: Shopper, seen: readonly string[]) =>
  json<Recommendations>(
    `/api/recommendations?${new URLSearchParams({ userId, anonymousId, seen: seen.join(',') })}`,
  );

/** Whether the shop takes the order. */
export const checkout = (shopper: Shopper, orderId: string, itemIds: readonly string[]) =>
  json<{ readonly taken: boolean }>('/api/checkout', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...shopper, orderId, itemIds }),
  });
