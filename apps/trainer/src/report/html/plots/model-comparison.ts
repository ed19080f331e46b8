import * as Plot from '@observablehq/plot';
import type { ModelEvaluation } from '#ml';
import { draw } from '#service/html/draw';

const ROW_HEIGHT = 26;

/** One metric of every model with its 95 % interval, the best on top. */
export function plotModelComparison(evaluations: readonly ModelEvaluation[], metric: string): string {
  const rows = evaluations.flatMap(({ model, metrics }) => {
    const found = metrics.find(({ name }) => name === metric);
    if (found === undefined) return [];
    return [{ model, value: found.value, low: found.interval?.low, high: found.interval?.high }];
  });
  return draw({
    height: 70 + ROW_HEIGHT * rows.length,
    marginLeft: 150,
    x: { label: `${metric} (share of the ideal; higher is better) →`, grid: true, zero: true, nice: true },
    y: { label: null, domain: rows.toSorted((a, b) => b.value - a.value).map(({ model }) => model) },
    marks: [
      Plot.ruleY(rows, { y: 'model', x1: 'low', x2: 'high', stroke: '#4269d0', strokeWidth: 2 }),
      Plot.dot(rows, { y: 'model', x: 'value', fill: '#4269d0', r: 4.5 }),
      Plot.text(rows, {
        y: 'model',
        x: 'high',
        dx: 8,
        textAnchor: 'start',
        text: ({ value }) => value.toFixed(3),
      }),
      Plot.ruleX([0]),
    ],
  });
}
