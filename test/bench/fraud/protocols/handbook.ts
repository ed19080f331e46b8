import { bootstrapMean, cardPrecisions, Random } from '#ml';
import { readColumns } from '../data/read-columns.ts';
import type { Fold, Protocol, ScoredFold } from '../fold.ts';
import { pickRows, type LabelledTable } from '../labelled-table.ts';
import { measureScores } from '../measure-scores.ts';

/** A training week and the test week that begins two weeks after it. */
export interface HandbookFold extends Fold {
  /** Of the test rows. */
  readonly days: Float64Array;
  readonly customers: Float64Array;
}

/** What the cutting of weeks needs of each transaction. */
export interface HandbookRows {
  /** Since the first day of the data. */
  readonly days: Float64Array;
  readonly customers: Float64Array;
  readonly features: LabelledTable;
}

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2018, 3, 1);
const WEEK = 7;
const CARDS = 100;
const RESAMPLING_SEED = 1;

/** Where training begins. Choices are made on `dev`, `test` is only reported. */
const STARTS = {
  dev: ['2018-06-20', '2018-06-27', '2018-07-04', '2018-07-11'],
  test: ['2018-07-25', '2018-08-01', '2018-08-08', '2018-08-15'],
} as const;
export type HandbookPart = keyof typeof STARTS;

/**
 * Weeks of the Fraud Detection Handbook: trained on 7 days (or on `trainDays`, ending where they end), labels take 7 days
 * to come, tested on 7 days, without customers known to be compromised by then. Mean of four.
 */
export function handbookProtocol(
  part: HandbookPart,
  read: (folder: string, part: HandbookPart) => Promise<HandbookRows>,
  trainDays = WEEK,
): Protocol<HandbookFold> {
  return {
    async folds(folder) {
      const rows = await read(folder, part);
      return STARTS[part].map((start) => cut(rows, start, trainDays));
    },
    measure(scored, areLogOdds) {
      const { metrics, intervals } = measureScores(
        scored.map(({ fold, scores }) => ({ scores, labels: fold.test.labels })),
        areLogOdds,
      );
      const precisions = scored.flatMap(precisionsOf);
      const mean = precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length;
      return {
        metrics: { ...metrics, [`CP@${CARDS}`]: mean },
        intervals: { ...intervals, [`CP@${CARDS}`]: bootstrapMean(precisions, new Random(RESAMPLING_SEED)) },
      };
    },
  };
}

function precisionsOf({ fold, scores }: ScoredFold<HandbookFold>): readonly number[] {
  const { days, customers } = fold;
  return cardPrecisions({ scores, labels: fold.test.labels, days, customers }, CARDS);
}

/** As get_train_test_set of the Handbook. */
function cut({ days, customers, features }: HandbookRows, start: string, trainDays: number): HandbookFold {
  const first = (Date.parse(start) - FIRST_DAY_MS) / DAY_MS;
  const trainUntil = first + WEEK;
  const testFrom = first + 2 * WEEK;
  // A fraud of the training week, or of eight days before the tested day, is known by then.
  const knownFrom = new Map<number, number>();
  for (const [row, isFraud] of features.labels.entries()) {
    const [day = 0, customer = -1] = [days[row], customers[row]];
    if (!isFraud || day < first || day >= testFrom + WEEK) continue;
    const known = day < trainUntil ? testFrom : day + WEEK + 1;
    knownFrom.set(customer, Math.min(known, knownFrom.get(customer) ?? Infinity));
  }
  const train = rowsWhere(days, (day) => day >= trainUntil - trainDays && day < trainUntil);
  const test = rowsWhere(
    days,
    (day, row) =>
      day >= testFrom && day < testFrom + WEEK && day < (knownFrom.get(customers[row] ?? -1) ?? Infinity),
  );
  return {
    name: start,
    train: pickRows(features, train),
    test: pickRows(features, test),
    days: Float64Array.from(test, (row) => days[row] ?? 0),
    customers: Float64Array.from(test, (row) => customers[row] ?? -1),
  };
}

function rowsWhere(days: Float64Array, isWanted: (day: number, row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (const [row, day] of days.entries()) if (isWanted(day, row)) rows.push(row);
  return Int32Array.from(rows);
}

const WINDOWS = [1, 7, 30] as const;
const FEATURES = [
  'TX_AMOUNT',
  'TX_DURING_WEEKEND',
  'TX_DURING_NIGHT',
  ...WINDOWS.map((days) => `CUSTOMER_ID_NB_TX_${days}DAY_WINDOW`),
  ...WINDOWS.map((days) => `CUSTOMER_ID_AVG_AMOUNT_${days}DAY_WINDOW`),
  ...WINDOWS.map((days) => `TERMINAL_ID_NB_TX_${days}DAY_WINDOW`),
  ...WINDOWS.map((days) => `TERMINAL_ID_RISK_${days}DAY_WINDOW`),
];

/** The transactions with the 15 features that the Handbook publishes. */
export async function readPublishedFeatures(folder: string): Promise<HandbookRows> {
  const parsers = Object.fromEntries(
    ['TX_TIME_DAYS', 'CUSTOMER_ID', 'TX_FRAUD', ...FEATURES].map((name) => [name, Number]),
  );
  const columns = await readColumns(folder, 'handbook_transformed_20180620_20180904.csv.gz', parsers);
  const column = (name: string) => columns[name] ?? new Float64Array();
  const days = column('TX_TIME_DAYS');
  return {
    days,
    customers: column('CUSTOMER_ID'),
    features: {
      columns: FEATURES,
      rowCount: days.length,
      values: FEATURES.map((name) => Float32Array.from(column(name))),
      labels: [...column('TX_FRAUD')].map((label) => label === 1),
      roles: {
        amount: 'TX_AMOUNT',
        usualAmounts: WINDOWS.map((days) => `CUSTOMER_ID_AVG_AMOUNT_${days}DAY_WINDOW`),
        risks: WINDOWS.map((days) => ({
          rate: `TERMINAL_ID_RISK_${days}DAY_WINDOW`,
          count: `TERMINAL_ID_NB_TX_${days}DAY_WINDOW`,
        })),
      },
    },
  };
}
