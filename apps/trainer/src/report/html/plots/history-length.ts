import * as Plot from '@observablehq/plot';
import type { LengthGroup, RankingBreakdown } from '#ml';
import { draw } from '#service/html/draw';
import { PALETTE } from './palette.ts';

const nameOf = ({ from, to }: LengthGroup): string =>
  to === undefined ? `${from} and more` : from === to ? String(from) : `${from} to ${to}`;

/** NDCG by how much was known of the shopper; a band is the 95 % interval. */
export function plotByHistoryLength(breakdowns: readonly RankingBreakdown[]): string {
  const rows = breakdowns.flatMap(({ model, byHistoryLength }) =>
    byHistoryLength.map((group) => ({ model, group: nameOf(group), ...group, ...group.interval })),
  );
  const groups = new Map(
    rows.toSorted((a, b) => a.from - b.from).map(({ group, queries }) => [group, queries]),
  );
  const models = breakdowns.map(({ model }) => model);
  return draw({
    height: 380,
    marginBottom: 64,
    color: { domain: models, range: PALETTE, legend: true },
    x: {
      type: 'point',
      domain: [...groups.keys()],
      label: 'interactions before the question (below: questions) →',
      labelAnchor: 'right',
      labelOffset: 58,
      tickFormat: (group: string) => `${group}\n${(groups.get(group) ?? 0).toLocaleString('en')} q.`,
    },
    y: { label: '↑ NDCG@20 (share of the ideal)', grid: true, zero: true, nice: true },
    marks: [
      Plot.areaY(rows, { x: 'group', y1: 'low', y2: 'high', fill: 'model', fillOpacity: 0.12 }),
      Plot.lineY(rows, { x: 'group', y: 'ndcg', stroke: 'model', strokeWidth: 2, marker: 'dot' }),
      Plot.ruleY([0]),
    ],
  });
}
