import { describe, expect, it } from '@jest/globals';
import type { ItemId } from '#contracts';
import { placementSettings } from '../placements/placement-settings.ts';
import { compile, shopView } from '../testing/samples.ts';
import { writePageToken } from './page-token.ts';
import { toWanted, type Asked } from './to-wanted.ts';

const FILTER = { categories: [], brands: [], includeUnavailable: false, expression: '' };
const home = placementSettings(
  {
    limit: 7,
    filter: { ...FILTER, brands: ['Acme'], priceMaxMinor: 500, expression: 'brand = "Acme"' },
    controls: { diversity: 0.5, pins: { pins: [{ itemId: 'mug' as ItemId, position: 1 }] } },
  },
  compile,
);
const view = shopView({ placement: (id) => (id === 'home' ? home : undefined) });
const asked = (fields: Partial<Asked> = {}): Asked => ({
  userId: '',
  anonymousId: '',
  placement: 'home',
  limit: undefined,
  filter: undefined,
  ...fields,
});
const subject = ['shop-1'];

describe('what is wanted of a list', () => {
  it('is what the placement says where the request says nothing', () => {
    expect(toWanted(view, asked(), subject)).toMatchObject({
      limit: 7,
      rules: home.rules,
      controls: { diversity: 0.5, pins: [{ itemId: 'mug', position: 1 }] },
    });
  });

  it('is what the request says, field by field', () => {
    const request = asked({
      limit: 3,
      filter: { ...FILTER, categories: ['Home'], priceMinMinor: 100 },
      controls: { diversity: 0, pins: { pins: [] }, maxPerBrand: 1 },
    });
    expect(toWanted(view, request, subject)).toMatchObject({
      limit: 3,
      rules: { categories: ['Home'], brands: ['Acme'], priceMinMinor: 100, priceMaxMinor: 500 },
      controls: { diversity: 0, pins: [], maxPerBrand: 1 },
    });
  });

  it('is by default where neither says anything, and for a placement that is only a label', () => {
    const plain = { limit: 20, controls: {}, shown: [] };
    expect(toWanted(view, asked({ placement: '' }), subject)).toMatchObject(plain);
    expect(toWanted(view, asked({ placement: 'footer' }), subject)).toMatchObject(plain);
  });

  it('goes on with the recommendation of a page token, without what that showed', () => {
    const recommendationId = '0b0e9a52-6f0f-4b1e-9f3b-111111111111';
    const pageToken = writePageToken({ recommendationId, shown: ['a'] }, subject);
    const wanted = toWanted(view, asked({ pageToken, excludeItemIds: new Set(['b']) }), subject);
    expect(wanted).toMatchObject({ recommendationId, shown: ['a'], exclude: new Set(['b', 'a']) });
    expect(toWanted(view, asked(), subject).recommendationId).not.toBe(
      toWanted(view, asked(), subject).recommendationId,
    );
  });
});
