import * as Plot from '@observablehq/plot';
import type { TableEvaluation } from '#ml';
import { draw } from '#service/html/draw';
import { PALETTE } from './palette.ts';

/** What was said beside what was so, in bins of equal size. */
export function plotReliability(evaluations: readonly TableEvaluation[]): string {
  const rows = evaluations.flatMap(({ model, reliability }) => reliability.map((bin) => ({ model, ...bin })));
  const most = rows.reduce((max, bin) => Math.max(max, bin.meanProbability, bin.positiveShare), 0);
  return draw({
    width: 440,
    height: 380,
    color: { domain: evaluations.map(({ model }) => model), range: PALETTE, legend: true },
    x: { label: 'probability that was said →', grid: true, nice: true, zero: true },
    y: { label: '↑ share that was so', grid: true, nice: true, zero: true },
    marks: [
      Plot.line(
        [
          [0, 0],
          [most, most],
        ],
        { stroke: '#bbb', strokeDasharray: '4 4' },
      ),
      Plot.line(rows, {
        x: 'meanProbability',
        y: 'positiveShare',
        stroke: 'model',
        z: 'model',
        strokeWidth: 2,
        marker: 'dot',
      }),
    ],
  });
}
