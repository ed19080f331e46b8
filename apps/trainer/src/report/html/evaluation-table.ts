import type { ModelEvaluation } from '#ml';
import { escapeHtml } from '#service/html/escape-html';

const LESS_IS_BETTER: ReadonlySet<string> = new Set(['stored bytes', 'stored ms/list']);
const NOT_COMPARED: ReadonlySet<string> = new Set(['queries', 'rows', 'fraud rows', 'mean error']);

/**
 * A row a model that has any of the metrics, a column a metric, the best of a column in bold; intervals stand below their
 * figure.
 */
export function evaluationTable(evaluations: readonly ModelEvaluation[], metrics: readonly string[]): string {
  const figure = ({ metrics: all }: ModelEvaluation, metric: string) =>
    all.find(({ name }) => name === metric);
  const measured = evaluations.filter((each) => metrics.some((metric) => figure(each, metric) !== undefined));
  const best = new Map(
    metrics.map((metric) => [
      metric,
      bestOf(
        metric,
        evaluations.flatMap((each) => figure(each, metric)?.value ?? []),
      ),
    ]),
  );
  const cell = (evaluation: ModelEvaluation, metric: string): string => {
    const found = figure(evaluation, metric);
    if (found === undefined) return '<td>–</td>';
    const { value, interval } = found;
    const text = Number.isInteger(value) && value !== 1 ? value.toLocaleString('en') : value.toFixed(4);
    const range = interval ? `<small>${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}</small>` : '';
    const isBest = measured.length > 1 && value === best.get(metric);
    return `<td>${isBest ? `<b>${text}</b>` : text}${range}</td>`;
  };
  const heading = metrics.map((metric) => `<th scope="col">${escapeHtml(metric)}</th>`).join('');
  const rows = measured.map(
    (each) =>
      `<tr><th scope="row">${escapeHtml(each.model)}</th>${metrics.map((metric) => cell(each, metric)).join('')}</tr>`,
  );
  return `<table><thead><tr><th></th>${heading}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** undefined where more is neither better nor worse. */
function bestOf(metric: string, values: readonly number[]): number | undefined {
  if (NOT_COMPARED.has(metric)) return undefined;
  return LESS_IS_BETTER.has(metric) ? Math.min(...values) : Math.max(...values);
}
