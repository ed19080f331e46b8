import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { NegativeSampler } from './negative-sampler.ts';

const DRAWS = 20_000;
/** One more than each is 1, 4 and 16. */
const COUNTS = Float64Array.of(0, 3, 15);

describe('a drawn wrong answer', () => {
  it.each([
    { power: 0, shares: [1 / 3, 1 / 3, 1 / 3] },
    { power: 0.5, shares: [1 / 7, 2 / 7, 4 / 7] },
    { power: 1, shares: [1 / 21, 4 / 21, 16 / 21] },
  ])('is as frequent as its count to the power $power', ({ power, shares }) => {
    const { items, logExpected } = new NegativeSampler(COUNTS, power).draw(DRAWS, new Random(1));
    for (const [item, share] of shares.entries()) {
      // Six standard deviations of a share, at most.
      expect(items.filter((each) => each === item).length / DRAWS).toBeCloseTo(share, 1.6);
      expect(logExpected[items.indexOf(item)]).toBeCloseTo(Math.log(DRAWS * share), 4);
    }
  });

  it('is by the root of its count unless told otherwise', () => {
    const { items, logExpected } = new NegativeSampler(COUNTS).draw(1_000, new Random(1));
    expect(logExpected[items.indexOf(2)]).toBeCloseTo(Math.log((1_000 * 4) / 7), 4);
  });
});
