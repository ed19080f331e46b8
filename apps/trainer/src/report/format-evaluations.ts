import type { EvaluatedMetric, ModelEvaluation } from '#ml';

/** Fits a terminal; wider tables go on below. */
const WIDTH_MAX = 100;
const GAP = '  ';
const HEADING_LINES = 2;
const MISSING = '-';

/**
 * A table of models by metrics; a missing metric is a dash, and a ± half of the 95 % interval. A model that has none of a
 * table's metrics is not in that table.
 */
export function formatEvaluations(evaluations: readonly ModelEvaluation[]): string {
  const metrics = [...new Set(evaluations.flatMap((each) => each.metrics.map(({ name }) => name)))];
  const models = ['', ...evaluations.map(({ model }) => model)];
  const names = padded(['', ...models], 'left');
  const columns = metrics.map((metric) => metricColumn(metric, evaluations));
  const tables: string[] = [];
  for (let next = 0; next < columns.length;) {
    const first = next;
    let width = names[0]?.length ?? 0;
    do {
      width += GAP.length + (columns[next]?.[0]?.length ?? 0);
      next++;
    } while (next < columns.length && width + GAP.length + (columns[next]?.[0]?.length ?? 0) <= WIDTH_MAX);
    const figures = columns.slice(first, next);
    const isShown = (row: number) =>
      row < HEADING_LINES || figures.some((column) => column[row]?.trim() !== MISSING);
    const lines = names.map((name, row) =>
      [name, ...figures.map((column) => column[row])].join(GAP).trimEnd(),
    );
    tables.push(lines.filter((_, row) => isShown(row)).join('\n'));
  }
  return tables.join('\n\n');
}

/** Two lines of heading, such as "next-order" over "ndcg@20", then a number for each model. */
function metricColumn(metric: string, evaluations: readonly ModelEvaluation[]): readonly string[] {
  const space = metric.indexOf(' ');
  const values = evaluations.map(({ metrics }) => metrics.find(({ name }) => name === metric));
  const heading = [space < 0 ? '' : metric.slice(0, space), metric.slice(space + 1)];
  return padded([...heading, ...values.map(formatValue)], 'right');
}

/** A figure with half of its 95 % interval. */
function formatValue(metric: EvaluatedMetric | undefined): string {
  if (metric === undefined || Number.isNaN(metric.value)) return MISSING;
  const { value, interval } = metric;
  if (interval !== undefined)
    return `${value.toFixed(4)} ±${((interval.high - interval.low) / 2).toFixed(3)}`;
  // Counts stand among shares: a share of exactly 1 keeps its decimals, a count has none.
  return Number.isInteger(value) && value !== 1 ? String(value) : value.toFixed(4);
}

function padded(cells: readonly string[], side: 'left' | 'right'): readonly string[] {
  const width = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => (side === 'left' ? cell.padEnd(width) : cell.padStart(width)));
}
