import * as Plot from '@observablehq/plot';
import type { ThresholdPoint } from '#ml';
import { draw } from '#service/html/draw';
import { PALETTE } from './palette.ts';

const FIGURES = ['precision', 'recall', 'f1', 'flagged'] as const;

/** Precision, recall, F1 and the share flagged at every threshold of the probability. */
export function plotThresholdCurves(points: readonly ThresholdPoint[]): string {
  const rows = points
    .filter(({ threshold }) => Number.isFinite(threshold))
    .flatMap((point) =>
      FIGURES.map((figure) => ({ threshold: point.threshold, figure, value: point[figure] })),
    );
  return draw({
    height: 360,
    color: { domain: [...FIGURES], range: PALETTE, legend: true },
    x: { label: 'flag from this probability on →', domain: [0, 1], grid: true },
    y: { label: '↑ share', domain: [0, 1], grid: true },
    marks: [
      Plot.lineY(rows, {
        x: 'threshold',
        y: 'value',
        stroke: 'figure',
        z: 'figure',
        strokeWidth: 2,
        curve: 'step-after',
      }),
    ],
  });
}
