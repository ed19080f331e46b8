import { describe, expect, it } from '@jest/globals';
import { Random } from '#ml';
import { STREAM_MODELS } from './burst-models.ts';
import type { ShopOrder } from './shop-orders.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2015, 0, 1);

/** Forty ordinary orders a day; on the third day, thirty that come a minute after their signup. */
function orders(): readonly ShopOrder[] {
  const random = new Random(1);
  const order = (timeMs: number, isBurst: boolean, device: number): ShopOrder => ({
    timeMs,
    signupMs: timeMs - (isBurst ? 0 : Math.floor(80 * DAY_MS * random.next())),
    value: 10 + random.integer(80),
    age: 18 + random.integer(50),
    ip: 2 ** 32 * random.next(),
    device,
    source: ['SEO', 'Ads', 'Direct'][random.integer(3)] ?? '',
    browser: 'Chrome',
    sex: random.next() < 0.5 ? 'M' : 'F',
    isFraud: isBurst,
    isBurst,
  });
  const ordinary = Array.from({ length: 200 }, (_, i) => order(START_MS + (i * DAY_MS) / 40, false, i));
  const burst = Array.from({ length: 30 }, (_, i) => order(START_MS + 2 * DAY_MS + i * 60_000, true, 1_000));
  return [...ordinary, ...burst].sort((a, b) => a.timeMs - b.timeMs);
}

describe('detectors on a stream of orders', () => {
  const stream = orders();
  const flaggedBy = (name: string) => {
    const model = STREAM_MODELS.find((each) => each.model === name);
    if (model === undefined) throw new Error(`there is no ${name}`);
    const { isFlagged, alertsMs } = model.run(stream, 1);
    const of = (isBurst: boolean) => stream.filter((order, i) => order.isBurst === isBurst && isFlagged[i]);
    return { burst: of(true).length, others: of(false).length, alerts: alertsMs.length };
  };

  it('finds the burst by what its orders have in common, in one alert', () => {
    const { burst, others, alerts } = flaggedBy('concentration');
    expect(burst).toBeGreaterThanOrEqual(26);
    expect(others).toBeLessThan(5);
    expect(alerts).toBeLessThanOrEqual(3);
  });

  it('has the device, and the strangest of a day, to compare with', () => {
    expect(flaggedBy('device-used-before')).toMatchObject({ burst: 29, others: 0 });
    const strangest = flaggedBy('isolation-forest-top-10-a-day');
    expect(strangest.alerts).toBe(strangest.burst + strangest.others);
    expect(strangest.alerts).toBeLessThanOrEqual(50);
  });
});
