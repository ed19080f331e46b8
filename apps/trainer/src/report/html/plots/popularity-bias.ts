import * as Plot from '@observablehq/plot';
import type { RankingBreakdown } from '#ml';
import { draw } from '#service/html/draw';
import { PALETTE } from './palette.ts';

const INTERACTIONS = 'interactions';
const DARK = '#444';

/** What each tenth of the items, the most popular first, has of the places on the lists and of the interactions. */
export function plotPopularityBias(
  breakdowns: readonly RankingBreakdown[],
  interactionsByDecile: readonly number[],
): string {
  const series = [
    { model: INTERACTIONS, shares: interactionsByDecile },
    ...breakdowns.map(({ model, shownByDecile }) => ({ model, shares: shownByDecile })),
  ];
  const rows = series.flatMap(({ model, shares }) =>
    shares.map((share, decile) => ({ model, share: 100 * share, tenth: decile + 1 })),
  );
  const domain = series.map(({ model }) => model);
  return draw({
    height: 340,
    color: {
      domain,
      range: [DARK, ...PALETTE],
      legend: true,
    },
    fx: { label: 'tenth of the items, by popularity: 1 is the most popular →', padding: 0.15 },
    x: { axis: null, domain },
    y: { label: '↑ share (percent)', grid: true, nice: true },
    marks: [Plot.barY(rows, { fx: 'tenth', x: 'model', y: 'share', fill: 'model' }), Plot.ruleY([0])],
  });
}
