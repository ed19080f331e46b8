import { describe, expect, it } from '@jest/globals';
import type { ModelVersionId, ShopId } from '#contracts';
import { formatEvaluations } from './format-evaluations.ts';
import { formatOutcome } from './format-outcome.ts';

const evaluations = [
  {
    model: 'popularity',
    metrics: [
      { name: 'next-order ndcg@20', value: 0.05 },
      { name: 'queries', value: 120 },
    ],
  },
  { model: 'blend', metrics: [{ name: 'next-order ndcg@20', value: 0.25 }] },
];

describe('the report of a run', () => {
  it('is a table of models by metrics, with a dash where nothing was measured', () => {
    expect(formatEvaluations(evaluations)).toBe(
      [
        '            next-order',
        '               ndcg@20  queries',
        'popularity      0.0500      120',
        'blend           0.2500        -',
      ].join('\n'),
    );
  });

  it('leaves a model out of the tables below in which it has no figure', () => {
    const wide = Array.from({ length: 10 }, (_, i) => ({ name: `task metric-${i}@20`, value: 0.5 }));
    const [first, second] = formatEvaluations([
      { model: 'blend', metrics: wide },
      { model: 'compressed', metrics: [{ name: 'stored bytes', value: 9 }] },
    ]).split('\n\n');
    expect(first).not.toContain('compressed');
    expect(second).toMatch(/blend .* -\ncompressed .* 9$/);
  });

  it('puts half of the 95 % interval after a figure that has one', () => {
    const metrics = [{ name: 'overall mrr@20', value: 0.25, interval: { low: 0.24, high: 0.264 } }];
    expect(formatEvaluations([{ model: 'blend', metrics }])).toContain('blend  0.2500 ±0.012');
  });

  it('goes on below when the table is wider than a terminal', () => {
    const metrics = Array.from({ length: 20 }, (_, i) => ({ name: `task metric-${i}@20`, value: 0.5 }));
    const lines = formatEvaluations([{ model: 'blend', metrics }]).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(lines.join('\n').match(/metric-\d+/g)).toHaveLength(20);
  });

  it('says why the run ran, where the schedule had it run', () => {
    const because = 'drift: population stability index 0.41 over 0.25 of demo';
    expect(formatOutcome({ kind: 'finished', backend: 'cpu', shops: [], because })).toBe(
      `Trained with plain JavaScript (${because}).`,
    );
    expect(formatOutcome({ kind: 'failed', reason: 'no disk', because })).toContain(because);
  });

  it('says of each model why it serves, or why there is none', () => {
    const text = formatOutcome({
      kind: 'finished',
      backend: 'wasm',
      shops: [
        {
          kind: 'trained',
          shopId: 'demo' as ShopId,
          models: [
            {
              kind: 'promoted',
              model: 'recommender',
              version: 'recommender-1' as ModelVersionId,
              note: 'first champion',
              evaluations,
              trainSeconds: 12.34,
            },
            { kind: 'skipped', model: 'fraud', reason: '3 orders; it takes 200' },
          ],
          images: { read: 0, rejected: { broken: 2, 'not fetched': 120 } },
        },
        { kind: 'failed', shopId: 'broken' as ShopId, reason: 'the archive cannot be read' },
      ],
    });
    expect(text).toContain('demo: recommender-1 (12.3 s) is the champion now: first champion.');
    expect(text).toContain('demo: 0 images of items read; 2 broken, 120 not fetched.');
    expect(text).toContain('broken: training failed: the archive cannot be read');
    expect(text).toContain('demo: no fraud model trained: 3 orders; it takes 200.');
  });
});
