import { describe, expect, it } from '@jest/globals';
import { nextPage } from './next-page.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { itemIds, wanted } from '../testing/samples.ts';

const subject = ['shop-1', 'Trending', 'ann'];
const pages = { recommendationId: '0b0e9a52-6f0f-4b1e-9f3b-111111111111', shown: ['a', 'ü "b"'] };
const shown = (count: number) => itemIds(count).map((itemId) => ({ itemId }));

describe('a page token', () => {
  it('carries the recommendation and what it showed', () => {
    expect(readPageToken(writePageToken(pages, subject), subject)).toMatchObject(pages);
  });

  it('is refused by a request it was not given for', () => {
    const token = writePageToken(pages, subject);
    expect(() => readPageToken(token, ['shop-2', 'Trending', 'ann'])).toThrow(
      'page_token: belongs to another request',
    );
  });

  it.each(['x', '', Buffer.from('{}').toString('base64url'), 'a'.repeat(10_000)])(
    'is refused when it is none',
    (token) => {
      expect(() => readPageToken(token, subject)).toThrow('page_token: is not one that a reply gave');
    },
  );

  it('is short', () => {
    expect(writePageToken({ ...pages, shown: itemIds(1_000) }, subject).length).toBeLessThan(5_000);
  });

  it('is not given after the last page', () => {
    expect(nextPage(wanted({ limit: 3 }), shown(2), subject)).toBe('');
    expect(nextPage(wanted({ limit: 3 }), [], subject)).toBe('');
    expect(nextPage(wanted({ limit: 3, shown: itemIds(997) }), shown(3), subject)).toBe('');
    expect(nextPage(wanted({ limit: 3 }), shown(3), subject)).not.toBe('');
  });

  it('is given after a page that a maximum kept short', () => {
    expect(nextPage(wanted({ limit: 3, controls: { maxPerBrand: 1 } }), shown(2), subject)).not.toBe('');
  });
});
