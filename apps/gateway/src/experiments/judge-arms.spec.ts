import { describe, expect, it } from '@jest/globals';
import { judgeArms } from './judge-arms.ts';

const hits = (champion: number, challenger: number, shoppers = 2_000) => ({
  champion: { shoppers, hit: champion * shoppers },
  challenger: { shoppers, hit: challenger * shoppers },
});
const WELL = { requests: 1_000, failures: 0, p95Ms: 5 };
const health = (challenger: Partial<typeof WELL>, champion: Partial<typeof WELL> = {}) => ({
  champion: { ...WELL, ...champion },
  challenger: { ...WELL, ...challenger },
});

describe('a challenger', () => {
  it('goes on while it is no worse, and while that may be chance', () => {
    expect(judgeArms(hits(0.1, 0.1), health({}))).toBeUndefined();
    expect(judgeArms(hits(0.1, 0.2), health({}))).toBeUndefined();
    expect(judgeArms(hits(0.1, 0.095), health({}))).toBeUndefined();
    expect(judgeArms(hits(0.5, 0, 99), health({}))).toBeUndefined();
  });

  it('ends when its hit rate is lower by more than chance', () => {
    expect(judgeArms(hits(0.2, 0.1), health({}))).toMatch(
      /^its hit rate is 10\.0 %, the champion's 20\.0 % \(always-valid p 0\.000\)$/,
    );
  });

  it('ends when it fails more often than the champion', () => {
    expect(judgeArms(hits(0.1, 0.1), health({ failures: 60 }))).toBe('60 of its last 1000 requests failed');
    expect(judgeArms(hits(0.1, 0.1), health({ failures: 60 }, { failures: 60 }))).toBeUndefined();
    expect(judgeArms(hits(0.1, 0.1), health({ failures: 9, requests: 9 }))).toBeUndefined();
  });

  it('ends when it is slow beside the champion', () => {
    expect(judgeArms(hits(0.1, 0.1), health({ p95Ms: 80 }))).toBe("its p95 is 80 ms, the champion's 5 ms");
    expect(judgeArms(hits(0.1, 0.1), health({ p95Ms: 40 }))).toBeUndefined();
    expect(judgeArms(hits(0.1, 0.1), health({ p95Ms: 80 }, { p95Ms: 60 }))).toBeUndefined();
  });
});
