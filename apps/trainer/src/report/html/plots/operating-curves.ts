import * as Plot from '@observablehq/plot';
import type { TableEvaluation, ThresholdPoint } from '#ml';
import { draw } from '#service/html/draw';
import { PALETTE } from './palette.ts';

type Axis = 'recall' | 'precision' | 'falsePositiveRate';
/** One line for each class would be a thicket: of many classes the first are drawn. */
const LINES_MOST = PALETTE.length;

const WORDS: Readonly<Record<Axis, string>> = {
  recall: 'recall (share of the positives found)',
  precision: 'precision (share right of those flagged)',
  falsePositiveRate: 'false positives (share of the negatives flagged)',
};

/** What every threshold trades, a line a model: ROC or precision and recall. Of several classes a line a class, of the first model. */
export function plotOperatingCurves(evaluations: readonly TableEvaluation[], x: Axis, y: Axis): string {
  const rows = linesOf(evaluations).flatMap(({ line, points }) =>
    points.map((point) => ({ line, ...point })),
  );
  const domain = [...new Set(rows.map(({ line }) => line))];
  return draw({
    width: 440,
    height: 380,
    color: { domain, range: PALETTE, legend: true },
    x: { label: `${WORDS[x]} →`, domain: [0, 1], grid: true },
    y: { label: `↑ ${WORDS[y]}`, domain: [0, 1], grid: true },
    marks: [
      ...(x === 'falsePositiveRate'
        ? [
            Plot.line(
              [
                [0, 0],
                [1, 1],
              ],
              { stroke: '#bbb', strokeDasharray: '4 4' },
            ),
          ]
        : []),
      Plot.line(rows, {
        x,
        y,
        stroke: 'line',
        z: 'line',
        strokeWidth: 2,
        curve: y === 'precision' ? 'step-before' : 'linear',
      }),
    ],
  });
}

function linesOf(
  evaluations: readonly TableEvaluation[],
): readonly { readonly line: string; readonly points: readonly ThresholdPoint[] }[] {
  const [first] = evaluations;
  const isBinary = first?.curves.length === 1;
  const lines = isBinary
    ? evaluations.flatMap(({ model, curves }) => curves.map(({ points }) => ({ line: model, points })))
    : (first?.curves ?? []).map(({ label, points }) => ({ line: label, points }));
  return lines.slice(0, LINES_MOST);
}
