import { describe, expect, it } from '@jest/globals';
import { parseHTML } from 'linkedom';
import type { ModelVersionId, ShopId } from '#contracts';
import { evaluationPage, type ReportedVersion } from './evaluation-page.ts';

const interval = { low: 0.2, high: 0.3 };
const evaluations = ['blend', 'transitions', 'popularity'].map((model, i) => ({
  model,
  metrics: [
    { name: 'overall ndcg@20', value: 0.25 - i / 20, interval },
    { name: 'in-session ndcg@20', value: 0.25 - i / 20, interval },
    { name: 'coverage@20', value: 0.5 },
    { name: 'queries', value: 1_200 },
  ],
}));
const VERSION: ReportedVersion = {
  shopId: 'shop-1' as ShopId,
  kind: 'recommender',
  version: 'recommender-1' as ModelVersionId,
  heldOut: 'on interactions since the <first>',
  evaluations,
  details: {
    losses: [1, 2, 3].map((epoch) => ({ model: 'attention', epoch, loss: 6 / epoch })),
    heldOut: {
      breakdowns: evaluations.map(({ model }) => ({
        model,
        byHistoryLength: [
          { from: 1, to: 1, queries: 700, ndcg: 0.2, interval },
          { from: 33, queries: 500, ndcg: 0.3, interval },
        ],
        shownByDecile: Array.from({ length: 10 }, () => 0.1),
      })),
      interactionsByDecile: Array.from({ length: 10 }, () => 0.1),
    },
    itemMap: {
      items: [
        { itemId: 'mug', x: 1, y: 2 },
        { itemId: 'tea', x: -1, y: 0 },
      ],
      explained: [0.4, 0.2],
    },
  },
  categoryOf: new Map([['mug', '<script>alert(1)</script>']]),
};
const page = (version: ReportedVersion) => {
  const html = evaluationPage([version], Date.UTC(2026, 0, 2));
  return { html, document: parseHTML(html).document };
};

describe('the page of an evaluation', () => {
  it('has a table of every model with intervals, the best figure in bold', () => {
    const { document } = page(VERSION);
    const [byAll] = document.querySelectorAll('table');
    expect([...(byAll?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent)).toEqual([
      'blend',
      'transitions',
      'popularity',
    ]);
    expect(byAll?.querySelector('tbody td')?.innerHTML).toBe('<b>0.2500</b><small>0.2000 to 0.3000</small>');
    expect(byAll?.querySelector('b')?.textContent).toBe('0.2500');
    expect(document.querySelectorAll('table').length).toBe(3);
  });

  it('has what compressing a version saved in a table of its own, where less is better', () => {
    const stored = (model: string, bytes: number) => ({
      model,
      metrics: [{ name: 'stored bytes', value: bytes }],
    });
    const compression = [stored('uncompressed', 400), stored('compressed', 100)];
    const { document } = page({ ...VERSION, evaluations: [...evaluations, ...compression] });
    const table = [...document.querySelectorAll('table')].find(({ textContent }) =>
      textContent?.includes('stored bytes'),
    );
    const rows = [...(table?.querySelectorAll('tbody th') ?? [])].map(({ textContent }) => textContent);
    expect(rows).toEqual(['uncompressed', 'compressed']);
    expect([...(table?.querySelectorAll('b') ?? [])].map(({ textContent }) => textContent)).toEqual(['100']);
  });

  it('draws each figure with a title, axes that name their unit, and a caption', () => {
    const { document } = page(VERSION);
    const figures = [...document.querySelectorAll('figure.plot')];
    expect(figures.map((figure) => figure.querySelector('h3')?.textContent)).toEqual([
      'Every model on the same held-out visits',
      'Learning curves',
      'Quality by length of the history',
      'Popularity bias',
      'Map of the items',
    ]);
    for (const figure of figures) {
      expect(
        figure.querySelector('svg [aria-label="x-axis label"], svg [aria-label="fx-axis label"]')
          ?.textContent,
      ).toMatch(/→/);
      expect(figure.querySelector('figcaption')?.textContent).not.toBe('');
    }
    const [, curves, lengths, , map] = figures;
    expect(curves?.querySelectorAll('[aria-label="line"] path')).toHaveLength(1);
    expect(lengths?.querySelectorAll('[aria-label="line"] path')).toHaveLength(3);
    expect(lengths?.textContent).toContain('33 and more');
    expect(map?.querySelectorAll('[aria-label="dot"] circle')).toHaveLength(2);
    expect(map?.textContent).toContain('component 1 (40 % of the variance)');
  });

  it('loads nothing, runs nothing, and shows what the shop wrote as text', () => {
    const { html, document } = page(VERSION);
    expect(document.querySelectorAll('script, link, img, iframe')).toHaveLength(0);
    expect(html).not.toMatch(/(src|href)=|url\((?!#)|@import/);
    expect(html).toContain('since the &lt;first&gt;');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('is tables alone for a version without details', () => {
    const { details: _, ...bare } = VERSION;
    const { document } = page(bare);
    expect(document.querySelectorAll('figure.plot')).toHaveLength(1);
    expect(document.querySelectorAll('table')).toHaveLength(3);
  });
});
