import { currencyDigits } from '#contracts';
import type { BacktestFigures } from './backtest-tally.ts';
import type { BacktestResult, CurrencyResult } from './run-backtest.ts';

/** "1234.50" in the currency's own unit. */
const moneyText = (minor: number, currency: string): string => {
  const digits = currencyDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
};

type Row = readonly [label: string, value: (figures: BacktestFigures) => string];

const share = (part: number, whole: number): string =>
  whole === 0 ? `${part}` : `${part} (${((100 * part) / whole).toFixed(1)} %)`;

const COUNT_ROWS: readonly Row[] = [
  ['orders', ({ orders }) => String(orders)],
  ['fraud among them', ({ fraud }) => String(fraud)],
  ['fraud caught: declined', ({ caughtDeclined, fraud }) => share(caughtDeclined, fraud)],
  ['fraud caught: in review', ({ caughtReviewed, fraud }) => share(caughtReviewed, fraud)],
  ['fraud missed', ({ missed, fraud }) => share(missed, fraud)],
  ['good orders blocked', ({ goodBlocked, orders, fraud }) => share(goodBlocked, orders - fraud)],
  ['good orders in review', ({ goodReviewed, orders, fraud }) => share(goodReviewed, orders - fraud)],
  ['reviews', ({ reviews, orders }) => share(reviews, orders)],
];

const moneyRows = (currency: string): readonly Row[] => [
  [`cost of fraud missed (${currency})`, ({ missedMinor }) => moneyText(missedMinor, currency)],
  [`cost of good orders blocked (${currency})`, ({ blockedMinor }) => moneyText(blockedMinor, currency)],
  [`cost of reviews (${currency})`, ({ reviewsMinor }) => moneyText(reviewsMinor, currency)],
  [`cost in all (${currency})`, ({ costMinor }) => moneyText(costMinor, currency)],
  [`balance beside approving everything (${currency})`, ({ savedMinor }) => moneyText(savedMinor, currency)],
];

/** The rows of a currency's table, the label first. */
export function backtestRows({
  currency,
  hasCosts,
  configurations,
}: CurrencyResult): readonly (readonly string[])[] {
  const rows = hasCosts ? [...COUNT_ROWS, ...moneyRows(currency)] : COUNT_ROWS;
  return rows.map(([label, value]) => [label, ...configurations.map(({ figures }) => value(figures))]);
}

/** What the candidate is worth beside what serves, in a sentence; undefined with nothing to compare or no costs. */
export function verdict({ currency, hasCosts, configurations }: CurrencyResult): string | undefined {
  const [live, candidate] = configurations;
  if (live === undefined || candidate === undefined || !hasCosts) return undefined;
  const better = live.figures.costMinor - candidate.figures.costMinor;
  const money = `${moneyText(Math.abs(better), currency)} ${currency}`;
  if (better === 0) return `${candidate.name} costs as much as ${live.name}.`;
  return `${candidate.name} costs ${money} ${better > 0 ? 'less' : 'more'} than ${live.name}.`;
}

/** The result as a terminal shows it. */
export function formatBacktest(result: BacktestResult, span: string, warnings: readonly string[]): string {
  const heading = `${result.shopId}, ${span}: ${result.orders} orders, of ${result.labelled} something is known; the others count as good`;
  const parts = result.currencies.map((currency) => {
    const rows = [['', ...currency.configurations.map(({ name }) => name)], ...backtestRows(currency)];
    return [table(rows), verdict(currency)].filter((part) => part !== undefined).join('\n\n');
  });
  return `${[heading, ...warnings.map((warning) => `! ${warning}`), ...parts].join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
