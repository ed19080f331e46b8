import type { Command } from 'commander';
import { callGrpc } from '#service';
import type {
  DriftReport,
  ListDriftReportsRequest,
  ListDriftReportsResponse,
} from '#contracts/generated/cartwise/fraud/v1/drift';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

/** Bounds of the population stability index (Siddiqi, Credit Risk Scorecards, 2006). */
const [MOVED_PSI, SHIFT_PSI] = [0.1, 0.25];
/** Of a line of the list. */
const FEATURES_NAMED = 3;

export function addDrift(program: Command): void {
  const drift = program
    .command('drift')
    .description('how far orders have moved from those the fraud model that serves was trained on');
  drift
    .command('show')
    .argument('[version]', 'of a fraud model; the one that serves without it')
    .option('--all', 'the features that have not moved, too')
    .description('the newest report: the population stability index of every feature')
    .action(show);
  drift
    .command('list')
    .description('the reports, newest first')
    .option('--drifted', 'only those in which something has shifted')
    .option('-n, --limit <n>', 'how many', '30')
    .action(list);
}

const ask = (request: Partial<ListDriftReportsRequest>): Promise<ListDriftReportsResponse> =>
  callGrpc<ListDriftReportsResponse>(
    connect(),
    { package: 'fraud', service: 'DriftService', method: 'listDriftReports' },
    request,
  );

async function show(asked: string | undefined, options: { readonly all?: true }): Promise<void> {
  const now = await ask({ limit: 1 });
  const version = asked ?? now.servingVersion;
  if (version === '') throw new Error('no fraud model serves: there is nothing to compare orders with');
  const { reports } = await ask({ modelVersion: version, limit: 1 });
  const [report] = reports;
  if (report === undefined) console.log(`There is no report of ${version} yet.`);
  else printReport(report, options.all === true);
  if (version === now.servingVersion) console.log(`\n${nextReport(now)}`);
}

function printReport(report: DriftReport, all: boolean): void {
  const { features, scorePsi } = report;
  console.log(
    `${report.modelVersion}: ${report.orders} orders from ${formatTime(report.fromMs)} to ${formatTime(report.untilMs)}\n`,
  );
  const shown = all ? features : features.filter(({ psi }) => psi > MOVED_PSI);
  printTable(
    ['feature', 'of', 'psi', ''],
    [
      ['how strange orders are', '', scorePsi.toFixed(3), verdict(scorePsi)],
      ...shown.map(({ feature, entity, psi }) => [feature, entity, psi.toFixed(3), verdict(psi)]),
    ],
  );
  const rest = features.length - shown.length;
  if (rest > 0) console.log(`\n${rest} features have not moved: --all shows them`);
}

const verdict = (psi: number): string => (psi > SHIFT_PSI ? 'shifted' : psi > MOVED_PSI ? 'moved' : '');

function nextReport({ counting, keepsBaseline, servingVersion }: ListDriftReportsResponse): string {
  if (!keepsBaseline)
    return `${servingVersion} learnt from too few orders to say what they are like: nothing is counted.`;
  // A count of a version before it ends with the next order.
  const orders = counting?.modelVersion === servingVersion ? counting.orders : 0;
  const since = orders > 0 && counting !== undefined ? ` since ${formatTime(counting.fromMs)}` : '';
  const needed = counting?.ordersNeeded === undefined ? '' : `${counting.ordersNeeded} orders and `;
  return `The next report comes after ${needed}a day; ${orders} orders are counted${since}.`;
}

async function list(options: { readonly drifted?: true; readonly limit: string }): Promise<void> {
  const { reports } = await ask({
    onlyDrifted: options.drifted === true,
    limit: wholeNumber('--limit', options.limit),
  });
  printTable(
    ['until', 'version', 'orders', 'strangeness', 'shifted', 'most'],
    reports.map(({ untilMs, modelVersion, orders, scorePsi, features }) => [
      formatTime(untilMs),
      modelVersion,
      String(orders),
      scorePsi.toFixed(2),
      String(features.filter(({ psi }) => psi > SHIFT_PSI).length),
      features
        .slice(0, FEATURES_NAMED)
        .map(({ feature, psi }) => `${feature} ${psi.toFixed(2)}`)
        .join(', '),
    ]),
  );
}
