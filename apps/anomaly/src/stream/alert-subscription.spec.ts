import { describe, expect, it } from '@jest/globals';
import { CartwiseError } from '#contracts';
import { Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { TEST_SHOP_ID } from '../testing/test-event.ts';
import { AlertSubscription, WAITING_ALERTS_MAX } from './alert-subscription.ts';

const alert = (alertId: string) => Alert.fromPartial({ alertId });

describe('a subscription to alerts', () => {
  it('gives what was offered in order, before and while it is read, until it ends', async () => {
    const subscription = new AlertSubscription(TEST_SHOP_ID);
    subscription.offer(alert('a'));
    const read: string[] = [];
    for await (const { alertId } of subscription.read()) {
      read.push(alertId);
      if (alertId === 'a') queueMicrotask(() => subscription.offer(alert('b')));
      if (alertId === 'b') queueMicrotask(() => subscription.end());
    }
    expect(read).toEqual(['a', 'b']);
  });

  it('cuts off a reader that is too slow, after what was kept for it', async () => {
    const subscription = new AlertSubscription(TEST_SHOP_ID);
    for (let i = 0; i <= WAITING_ALERTS_MAX; i += 1) subscription.offer(alert(`a${i}`));
    const read: string[] = [];
    const reading = (async () => {
      for await (const { alertId } of subscription.read()) read.push(alertId);
    })();
    await expect(reading).rejects.toThrow(CartwiseError);
    expect(read).toHaveLength(WAITING_ALERTS_MAX);
  });
});
