import { escapeHtml } from '#service/html/escape-html';

/** Rows a true class, columns a decided one; what is right in bold. `confusion` [true x decided]. */
export function confusionTable(classes: readonly string[], confusion: ArrayLike<number>): string {
  const heading = classes.map((label) => `<th scope="col">decided ${escapeHtml(label)}</th>`).join('');
  const rows = classes.map((label, truth) => {
    const cells = classes.map((_, decided) => {
      const count = (confusion[truth * classes.length + decided] ?? 0).toLocaleString('en');
      return `<td>${truth === decided ? `<b>${count}</b>` : count}</td>`;
    });
    return `<tr><th scope="row">is ${escapeHtml(label)}</th>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr><th></th>${heading}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
