import * as Plot from '@observablehq/plot';
import type { ItemMap } from '#ml';
import { draw } from '#service/html/draw';
import { GREYS, PALETTE } from './palette.ts';

/** As many colours as can be told apart; what is left is one grey. */
const CATEGORIES_MOST = 9;
const OTHER = 'other';
const NO_CATEGORY = 'no category';

/** Item vectors on their first two principal components, by the first level of the category. */
export function plotItemEmbedding(map: ItemMap, categoryOf: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const { itemId } of map.items) {
    const category = categoryOf.get(itemId);
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const shown = [...counts].sort((a, b) => b[1] - a[1]).slice(0, CATEGORIES_MOST);
  const names = new Set(shown.map(([name]) => name));
  const rows = map.items.map(({ itemId, x, y }) => {
    const category = categoryOf.get(itemId) ?? NO_CATEGORY;
    return { x, y, category: names.has(category) || category === NO_CATEGORY ? category : OTHER };
  });
  const extra = [OTHER, NO_CATEGORY].filter((name) => rows.some(({ category }) => category === name));
  const axis = (arrow: string, place: number) =>
    `${arrow} component ${place + 1} (${(100 * (map.explained[place] ?? 0)).toFixed(0)} % of the variance)`;
  return draw({
    height: 640,
    aspectRatio: 1,
    color: {
      domain: [...names, ...extra],
      range: [...PALETTE.slice(0, names.size), ...GREYS],
      legend: true,
    },
    x: { label: `${axis('', 0).trim()} →`, grid: true },
    y: { label: axis('↑', 1), grid: true },
    marks: [Plot.dot(rows, { x: 'x', y: 'y', fill: 'category', r: 2.5, fillOpacity: 0.75 })],
  });
}
