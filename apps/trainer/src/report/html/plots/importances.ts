import * as Plot from '@observablehq/plot';
import { draw } from '#service/html/draw';

const ROW_HEIGHT = 22;
const COLUMNS_MOST = 30;
const NAME_MOST = 28;

/** What each column is worth, the most on top. */
export function plotImportances(features: readonly string[], importances: ArrayLike<number>): string {
  const rows = features
    .map((name, at) => ({ name, lost: importances[at] ?? 0 }))
    .toSorted((a, b) => b.lost - a.lost)
    .slice(0, COLUMNS_MOST);
  return draw({
    height: 90 + ROW_HEIGHT * rows.length,
    marginLeft: 210,
    marginRight: 40,
    x: { label: 'area under the ROC curve lost when the column is shuffled →', grid: true, nice: true },
    y: {
      label: null,
      domain: rows.map(({ name }) => name),
      tickFormat: (name: string) => (name.length > NAME_MOST ? `${name.slice(0, NAME_MOST - 1)}…` : name),
    },
    marks: [Plot.barX(rows, { x: 'lost', y: 'name', fill: '#4269d0' }), Plot.ruleX([0])],
  });
}
