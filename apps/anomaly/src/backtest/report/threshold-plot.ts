import * as Plot from '@observablehq/plot';
import { currencyDigits } from '#contracts';
import { draw } from '#service/html/draw';
import type { CurrencyResult } from '../run-backtest.ts';

interface Point {
  readonly configuration: string;
  readonly threshold: number;
  readonly value: number;
}
type Curve = CurrencyResult['configurations'][number]['curve'][number];

const COLOURS = ['#4269d0', '#ff725c'];
const SIZE = { height: 280, marginLeft: 80 };

/** Threshold curves of each configuration: fraud caught, good orders blocked, and the cost in money. */
export function thresholdPlots({ currency, hasCosts, configurations }: CurrencyResult): readonly string[] {
  const points = (value: (point: Curve) => number): readonly Point[] =>
    configurations.flatMap(({ name, curve }) =>
      curve
        .map((point) => ({ configuration: name, threshold: point.threshold, value: value(point) }))
        .filter((point) => Number.isFinite(point.value)),
    );
  const digits = currencyDigits(currency);
  return [
    line(
      'Fraud caught',
      '↑ share of the fraud',
      points(({ caughtShare }) => caughtShare),
    ),
    line(
      'Good orders blocked',
      '↑ share of the good orders',
      points(({ blockedShare }) => blockedShare),
    ),
    ...(hasCosts
      ? [
          line(
            'Cost',
            `↑ ${currency}`,
            points(({ costMinor }) => costMinor / 10 ** digits),
          ),
        ]
      : []),
  ];
}

const line = (title: string, label: string, points: readonly Point[]): string =>
  draw({
    ...SIZE,
    title,
    x: { label: 'declined from this score on →', domain: [0, 1] },
    y: { label, grid: true, nice: true, zero: true },
    color: { legend: true, range: COLOURS },
    marks: [
      Plot.lineY(points, {
        x: 'threshold',
        y: 'value',
        stroke: 'configuration',
        strokeWidth: 2,
        curve: 'step-after',
      }),
    ],
  });
