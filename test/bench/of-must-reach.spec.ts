import { describe, expect, it } from '@jest/globals';
import { ofMustReach, type Measured } from './bench.ts';

const measured: Measured = {
  perSecond: 500,
  p50Ms: null,
  p99Ms: 150,
  p999Ms: null,
  figures: { growth: -0.01 },
  config: {},
};

describe('the ratio of a figure to what it must reach', () => {
  it('is above 1 for a throughput that is more than enough', () => {
    expect(ofMustReach({ figure: 'perSecond', sense: 'atLeast', mustReach: 250 }, measured)).toBe(2);
  });

  it('is above 1 for a latency that is less than allowed', () => {
    expect(ofMustReach({ figure: 'p99Ms', sense: 'below', mustReach: 300 }, measured)).toBe(2);
  });

  it('is bounded where nothing grew', () => {
    expect(ofMustReach({ figure: 'growth', sense: 'below', mustReach: 0.05 }, measured)).toBe(100);
  });

  it('is none where there is no such figure', () => {
    expect(ofMustReach({ figure: 'p50Ms', sense: 'below', mustReach: 300 }, measured)).toBeNull();
  });
});
