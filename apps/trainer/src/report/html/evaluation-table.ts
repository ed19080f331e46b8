import type { ModelEvaluation } from '#ml';
import { escapeHtml } from '#service/html/escape-html';

/**
 * A row a model that has any of the metrics, a column a metric, the best of a column in bold; intervals stand below their
 * figure.
 */
export function evaluationTable(evaluations: readonly ModelEvaluation[], metrics: readonly string[]): string {
  const figure = ({ metrics: all }: ModelEvaluation, metric: string) =>
    all.find(({ name }) => name === metric);
  const best = new Map(
    metrics.map((metric) => [
      metric,
      evaluations.reduce((most, each) => Math.max(most, figure(each, metric)?.value ?? -Infinity), -Infinity),
    ]),
  );
  const cell = (evaluation: ModelEvaluation, metric: string): string => {
    const found = figure(evaluation, metric);
    if (found === undefined) return '<td>–</td>';
    const { value, interval } = found;
    const text = Number.isInteger(value) && value !== 1 ? value.toLocaleString('en') : value.toFixed(4);
    const range = interval ? `<small>${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}</small>` : '';
    const isBest = evaluations.length > 1 && metric !== 'queries' && value === best.get(metric);
    return `<td>${isBest ? `<b>${text}</b>` : text}${range}</td>`;
  };
  const heading = metrics.map((metric) => `<th scope="col">${escapeHtml(metric)}</th>`).join('');
  const measured = evaluations.filter((each) => metrics.some((metric) => figure(each, metric) !== undefined));
  const rows = measured.map(
    (each) =>
      `<tr><th scope="row">${escapeHtml(each.model)}</th>${metrics.map((metric) => cell(each, metric)).join('')}</tr>`,
  );
  return `<table><thead><tr><th></th>${heading}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
