import { describe, expect, it } from '@jest/globals';
import { movedTo, TEST_TIME_MS, testEvent } from '../testing/test-event.ts';
import { BrowseRates } from './browse-rates.ts';

const MINUTE_MS = 60_000;
const view = (deviceId = 'a-device', timeMs = TEST_TIME_MS) =>
  movedTo(testEvent('product_viewed', { item: { itemId: 'a-mug' }, context: { deviceId } }), timeMs);

describe('how much a device looks at', () => {
  it('is nothing to judge until it is a lot', () => {
    const rates = new BrowseRates();
    const situations = Array.from({ length: 31 }, () => rates.situationOf(view()));
    expect(situations.slice(0, 29).every((situation) => situation === undefined)).toBe(true);
    expect(situations[30]).toMatchObject({
      trigger: 'view',
      own: { device_views_10m: 31, ip_views_10m: undefined },
      order: { entities: { device: 'a-device' } },
    });
  });

  it('is counted for each device of its own, over ten minutes', () => {
    const rates = new BrowseRates();
    for (let number = 0; number < 40; number++) rates.situationOf(view());
    expect(rates.situationOf(view('another'))).toBeUndefined();
    const after = (minutes: number) =>
      rates.situationOf(view('a-device', TEST_TIME_MS + minutes * MINUTE_MS));
    expect(after(9)?.own).toMatchObject({ device_views_10m: 41 });
    expect(after(10)).toBeUndefined();
  });

  it('takes a late view into its own minute', () => {
    const rates = new BrowseRates();
    for (let number = 0; number < 30; number++) rates.situationOf(view());
    const late = rates.situationOf(view('a-device', TEST_TIME_MS - 5 * MINUTE_MS));
    expect(late?.own).toMatchObject({ device_views_10m: 31 });
    const tooLate = rates.situationOf(view('a-device', TEST_TIME_MS - 60 * MINUTE_MS));
    expect(tooLate?.own).toMatchObject({ device_views_10m: 31 });
  });

  it('says nothing of other events', () => {
    const rates = new BrowseRates();
    expect(rates.situationOf(testEvent('logged_out'))).toBeUndefined();
  });
});
