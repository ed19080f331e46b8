import type { ReportedColumn } from '#ml';
import { escapeHtml } from '#service/html/escape-html';

const count = (value: number): string => (value === 0 ? '' : value.toLocaleString('en'));

/** What each column of a table was found to be. */
export function columnsTable(columns: readonly ReportedColumn[]): string {
  const rows = columns.map(({ name, type, why, missing, strays, outliers, distinct }) => {
    const cells = [missing, strays, outliers, distinct].map((value) => `<td>${count(value)}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${type}</td><td>${escapeHtml(why)}</td>${cells}</tr>`;
  });
  const heading = ['', 'type', 'why', 'missing', 'not of the type', 'far out', 'different values']
    .map((each) => `<th scope="col">${each}</th>`)
    .join('');
  return `<table><thead><tr>${heading}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
