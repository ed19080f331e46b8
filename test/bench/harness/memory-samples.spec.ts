import { describe, expect, it } from '@jest/globals';
import { rssMbOf, trendOf } from './memory-samples.ts';

describe('memory samples', () => {
  it('fit a line: its slope per hour and its growth', () => {
    const samples = [0, 1, 2, 3, 4].map((quarter) => ({ atHours: quarter / 4, rssMb: 100 + 5 * quarter }));
    const { slopeMbPerHour, growth, firstMb, lastMb } = trendOf(samples);
    expect([firstMb, lastMb]).toEqual([100, 120]);
    expect(slopeMbPerHour).toBeCloseTo(20);
    expect(growth).toBeCloseTo(0.2);
  });

  it('of a flat line tell no growth, whatever the noise about it', () => {
    const samples = [0, 1, 2, 3].map((at) => ({ atHours: at, rssMb: at === 0 || at === 3 ? 99 : 101 }));
    expect(trendOf(samples).growth).toBeCloseTo(0);
  });

  it('read the resident memory of a process', async () => {
    expect(await rssMbOf(process.pid)).toBeGreaterThan(10);
  });
});
