import * as Plot from '@observablehq/plot';
import type { EpochLoss } from '#ml';
import { draw } from '#service/html/draw';

/** Mean loss by epoch: a panel for each model, as their losses have scales of their own. */
export function plotLearningCurves(losses: readonly EpochLoss[]): string {
  const models = [...new Set(losses.map(({ model }) => model))];
  return models
    .map((model) => {
      const own = losses.filter((each) => each.model === model);
      return draw({
        title: model,
        width: 420,
        height: 260,
        x: { label: 'epoch →', ticks: own.map(({ epoch }) => epoch), tickFormat: 'd' },
        y: { label: '↑ mean cross-entropy (nats)', grid: true, nice: true, tickFormat: '.4~r' },
        marks: [Plot.lineY(own, { x: 'epoch', y: 'loss', stroke: '#4269d0', strokeWidth: 2, marker: 'dot' })],
      });
    })
    .join('\n');
}
