import { escapeHtml } from '#service/html/escape-html';
import { backtestRows, verdict } from '../format-backtest.ts';
import type { BacktestResult, CurrencyResult } from '../run-backtest.ts';
import { thresholdPlots } from './threshold-plot.ts';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 1000px; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1em 0; }
th, td { padding: .3em .9em; text-align: right; border-bottom: 1px solid #e4e4e4; }
th[scope=row] { text-align: left; font-weight: 500; } thead th { background: #f6f6f6; }
.warning { border-left: 4px solid #efb118; padding-left: .8em; } .verdict { font-size: 1.15em; font-weight: 600; }
figure { margin: 2em 0; } figure h2 { font-size: 1em; margin: 0; } figure svg { max-width: 100%; height: auto; }`;

/** The backtest as one file of HTML: the table, and threshold curves as inline SVG. It loads nothing and runs nothing. */
export function backtestPage(result: BacktestResult, span: string, warnings: readonly string[]): string {
  const note = `${result.orders} orders, each decided by what was known when it was placed. Of ${result.labelled} something is known today; the others count as good.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backtest of ${escapeHtml(result.shopId)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Backtest of ${escapeHtml(result.shopId)}</h1>
<p>${escapeHtml(span)}. ${note}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
${result.currencies.map(section).join('\n')}
</body>
</html>
`;
}

function section(result: CurrencyResult): string {
  const said = verdict(result);
  const plots = thresholdPlots(result).map((plot) => `<figure>${plot}</figure>`);
  return `<section>
<h2>Orders in ${escapeHtml(result.currency)}</h2>
${said === undefined ? '' : `<p class="verdict">${escapeHtml(said)}</p>`}
${table(result)}
<p>Beside rules, lists and costs, the scores alone: what declining every order from a score on would have done.</p>
${plots.join('\n')}
</section>`;
}

function table(result: CurrencyResult): string {
  const heading = result.configurations.map(
    ({ name, rulesVersion, modelVersion }) =>
      `<th scope="col">${escapeHtml(name)}<br><small>rules ${escapeHtml(rulesVersion)}, model ${escapeHtml(modelVersion || 'none')}</small></th>`,
  );
  const rows = backtestRows(result).map(
    ([label = '', ...values]) =>
      `<tr><th scope="row">${escapeHtml(label)}</th>${values.map((value) => `<td>${escapeHtml(value)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr><th></th>${heading.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
