import { describe, expect, it } from '@jest/globals';
import { parseHTML } from 'linkedom';
import type { ReportedColumn, TableEvaluation, TableReport } from '#ml';
import { tablePage } from './table-page.ts';

const points = [0, 0.5, 1].map((recall) => ({
  ...{ threshold: 1 - recall, precision: 1 - recall / 2, recall, f1: recall / 2 },
  ...{ accuracy: 0.9, falsePositiveRate: recall / 2, flagged: recall / 2 },
}));
const evaluation = (model: string, classes: readonly string[]): TableEvaluation => ({
  model,
  metrics: [{ name: 'roc auc', value: 0.9, interval: { low: 0.8, high: 0.95 } }],
  calibration: [{ kind: 'none' }],
  confusion: Float64Array.from({ length: classes.length ** 2 }, (_, at) => at),
  reliability: [{ rows: 10, meanProbability: 0.2, positiveShare: 0.3 }],
  curves: (classes.length === 2 ? classes.slice(1) : classes).map((label) => ({ label, points })),
  importances: Float64Array.of(0.1, 0.3),
});
const COLUMN: ReportedColumn = {
  ...{ name: '<script>alert(1)</script>', type: 'number', why: 'numbers' },
  ...{ missing: 3, strays: 0, distinct: 9, outliers: 2 },
};
const reportOf = (classes: readonly string[]): TableReport => ({
  label: 'fraud',
  labels: { classes, counts: classes.map(() => 5) },
  rows: 1_234,
  unlabelled: 6,
  columns: [COLUMN, { ...COLUMN, name: 'note', type: 'text', why: 'texts of 7 words' }],
  inputs: 2,
  folds: '5 folds at random',
  tested: 1_234,
  features: ['<script>alert(1)</script>', 'amount'],
  evaluations: ['dense', 'boosted'].map((model) => evaluation(model, classes)),
  chosen: 'boosted',
});
const page = (classes: readonly string[]) => {
  const html = tablePage(reportOf(classes), 'a "file".csv', Date.UTC(2026, 0, 2));
  return { html, document: parseHTML(html).document };
};

describe('the page of a table', () => {
  it('has figures of every model, the confusion of the kept one and what each column is', () => {
    const { document, html } = page(['no', 'yes']);
    const [figures, confusion, columns] = document.querySelectorAll('table');
    expect([...(figures?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent)).toEqual([
      'dense',
      'boosted',
    ]);
    expect(confusion?.textContent).toContain('decided yes');
    expect(columns?.textContent).toContain('texts of 7 words');
    expect(html).toContain('1,234 rows; 6 more without a label');
    expect([...document.querySelectorAll('figure.plot h3')].map((title) => title.textContent)).toEqual([
      ...['Thresholds', 'ROC curve', 'Precision and recall', 'Calibration', 'Importances'],
    ]);
    expect(document.querySelectorAll('svg').length).toBeGreaterThanOrEqual(5);
  });

  it('has a line a class where there are many, and no thresholds', () => {
    const { document, html } = page(['a', 'b', 'c']);
    const titles = [...document.querySelectorAll('figure.plot h3')].map((title) => title.textContent);
    expect(titles).not.toContain('Thresholds');
    expect(html).toContain('A line a class against the rest');
  });

  it('runs and loads nothing, whatever a file calls its columns', () => {
    const { html, document } = page(['no', 'yes']);
    expect(document.querySelectorAll('script, link, img, iframe')).toHaveLength(0);
    expect(html).not.toContain('<script>');
  });
});
