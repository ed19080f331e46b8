import { CartwiseCallError, CartwiseClient, Decision } from '@cartwise/client';

/** One visit: what to show, what happened, whether to take the order. */
export async function visit(address: string, apiKey: string): Promise<'take' | 'look' | 'refuse'> {
  const cartwise = new CartwiseClient({ address, apiKey });
  try {
    await cartwise.waitForReady(5_000);
    const { items } = await cartwise.recommendations.recommend({
      userId: 'ann',
      limit: 8,
      placement: 'home',
    });
    await cartwise.events.ingest({
      events: items.map(({ itemId }) => ({
        type: 'product_viewed',
        userId: 'ann',
        propertiesJson: JSON.stringify({ item: { itemId } }),
      })),
    });
    const { decision } = await cartwise.fraud.scoreOrder(
      { orderId: 'o-1', userId: 'ann', total: { amountMinor: 1999, currency: 'GBP' } },
      { deadlineMs: 300 },
    );
    if (decision === Decision.DECISION_DECLINE) return 'refuse';
    return decision === Decision.DECISION_REVIEW ? 'look' : 'take';
  } catch (error) {
    // A shop sells also when nobody scores the order.
    if (error instanceof CartwiseCallError && error.status === 'DEADLINE_EXCEEDED') return 'look';
    throw error;
  } finally {
    cartwise.close();
  }
}
