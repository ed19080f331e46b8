import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  let nowMs: number;
  const clock = () => nowMs;

  beforeEach(() => {
    nowMs = 0;
  });

  it("starts full, with two seconds' worth", () => {
    const bucket = new TokenBucket(10, clock);
    expect(bucket.take(20)).toBe(0);
    expect(bucket.take(1)).toBeGreaterThan(0);
  });

  it('fills at its rate, and no further than full', () => {
    const bucket = new TokenBucket(10, clock);
    bucket.take(20);
    nowMs += 500;
    expect(bucket.take(5)).toBe(0);
    expect(bucket.take(1)).toBe(100);
    nowMs += 3_600_000;
    expect(bucket.take(20)).toBe(0);
    expect(bucket.take(1)).toBe(100);
  });

  it('answers the time to wait: a moment less is too soon, and asking costs nothing', () => {
    const bucket = new TokenBucket(10, clock);
    bucket.take(20);
    expect(bucket.take(10)).toBe(1_000);
    nowMs += 999;
    expect(bucket.take(10)).toBeCloseTo(1);
    nowMs += 1;
    expect(bucket.take(10)).toBe(0);
  });

  it('takes more than it can hold when it is full, and is then in debt', () => {
    const bucket = new TokenBucket(10, clock);
    expect(bucket.take(100)).toBe(0);
    // 80 tokens of debt and the one asked for.
    expect(bucket.take(1)).toBe(8_100);
  });

  it('serves rates below one a second', () => {
    const bucket = new TokenBucket(0.25, clock);
    expect(bucket.take(1)).toBe(0);
    nowMs += 3_000;
    expect(bucket.take(1)).toBeGreaterThan(0);
    nowMs += 1_000;
    expect(bucket.take(1)).toBe(0);
  });

  it('never lets more through than the burst, the rate and one last batch', () => {
    const asks = fc.array(
      fc.record({ pauseMs: fc.integer({ min: 0, max: 5_000 }), count: fc.integer({ min: 1, max: 50 }) }),
    );
    fc.assert(
      fc.property(asks, fc.integer({ min: 1, max: 20 }), (steps, rate) => {
        nowMs = 0;
        const bucket = new TokenBucket(rate, clock);
        let taken = 0;
        for (const { pauseMs, count } of steps) {
          nowMs += pauseMs;
          if (bucket.take(count) === 0) taken += count;
          expect(taken).toBeLessThanOrEqual(2 * rate + (nowMs / 1_000) * rate + 50 + 1e-6);
        }
      }),
    );
  });
});
