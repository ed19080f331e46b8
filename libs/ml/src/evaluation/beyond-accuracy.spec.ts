import { describe, expect, it } from '@jest/globals';
import type { InteractionSequence } from '../sequences/history.ts';
import { visit } from '../testing/checkerboard.ts';
import { catalogueCoverage, intraListDiversity, meanDiversity, selfInformation } from './beyond-accuracy.ts';
import { itemRecord } from './item-record.ts';

const owner = (name: string, ...items: number[]): InteractionSequence => ({ owner: name, ...visit(items) });

/** Eight interactions: item 0 four times by three shoppers, item 1 twice by two, items 2 and 3 once; item 4 never. */
const RECORD = itemRecord([owner('a', 0, 1, 0), owner('b', 0, 1), owner('c', 0, 2), owner('d', 3)], 5);
const list = (...items: number[]) => Int32Array.from(items);

describe('catalogueCoverage', () => {
  it('is the share of all items that any list shows', () => {
    expect(catalogueCoverage([list(0, 1), list(1, 2)], 5)).toBeCloseTo(3 / 5);
    expect(catalogueCoverage([], 5)).toBe(0);
    expect(catalogueCoverage([], 0)).toBe(0);
  });
});

describe('selfInformation', () => {
  it('is the mean of what each item says, in bits', () => {
    expect(selfInformation(list(0), RECORD)).toBeCloseTo(1);
    expect(selfInformation(list(0, 1, 2), RECORD)).toBeCloseTo((1 + 2 + 3) / 3);
  });

  it('takes an item never seen for one seen once', () => {
    expect(selfInformation(list(4), RECORD)).toBeCloseTo(3);
  });
});

describe('intraListDiversity', () => {
  it('is one less the mean cosine of who had the items', () => {
    // Items 0 and 1 share a and b of three and two owners; 0 and 2 share c of three and one; 1 and 2 share nobody.
    const cosines = [2 / Math.sqrt(6), 1 / Math.sqrt(3), 0];
    expect(intraListDiversity(list(0, 1, 2), RECORD)).toBeCloseTo(1 - cosines.reduce((a, b) => a + b) / 3);
  });

  it('is 1 for items that have nobody in common, and not a number for a single item', () => {
    expect(intraListDiversity(list(3, 1, 4), RECORD)).toBe(1);
    expect(intraListDiversity(list(3), RECORD)).toBeNaN();
  });

  it('is averaged over the lists that have pairs', () => {
    const one = 1 - 2 / Math.sqrt(6);
    expect(meanDiversity([list(0, 1), list(3), list(1, 3)], RECORD)).toBeCloseTo((one + 1) / 2);
  });
});
