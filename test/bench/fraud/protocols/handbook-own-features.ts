import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event } from '#contracts';
import { ORDER_FEATURES, OrderReplay, type FeatureDefinition, type NamedArrays } from '#ml';
import { keptArrays } from '../data/kept-arrays.ts';
import { readColumns } from '../data/read-columns.ts';
import type { HandbookPart, HandbookRows } from './handbook.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2018, 3, 1);
/** Labels take a week to come, here as in the published features. */
const LABEL_DELAY_MS = 7 * DAY_MS;
/** Of each part the first day of training, with 28 days of it, and the day after the last test. */
const SPANS: Readonly<Record<HandbookPart, readonly [from: string, until: string]>> = {
  dev: ['2018-05-30', '2018-08-01'],
  test: ['2018-07-04', '2018-09-05'],
};
const dayOf = (date: string): number => (Date.parse(date) - FIRST_DAY_MS) / DAY_MS;

/**
 * A customer is a user. A terminal stands for what many users share and where fraud comes back to: of the entities that
 * Cartwise has, a delivery address.
 */
const ENTITIES: ReadonlySet<FeatureDefinition['entity']> = new Set([
  undefined,
  'user',
  'address',
  'component',
]);

const KEPT_COLUMNS = ORDER_FEATURES.flatMap(({ entity }, column) => (ENTITIES.has(entity) ? [column] : []));
const TRANSACTIONS = 'handbook_transactions.csv.gz';

/**
 * The transactions with the features that Cartwise's own code makes of them, replayed in the order of service. One replay
 * serves all parts and is kept until the data or the code of the features change.
 */
export async function readOwnFeatures(folder: string, part: HandbookPart): Promise<HandbookRows> {
  const featureCode = path.join(path.dirname(fileURLToPath(import.meta.resolve('#ml'))), 'features');
  const arrays = await keptArrays(
    'handbook-own-features',
    [path.join(folder, 'fraud', TRANSACTIONS), featureCode, import.meta.filename],
    () => replay(folder),
  );
  const array = (name: string): ArrayLike<number> => arrays[name] ?? [];
  const [from, until] = SPANS[part].map(dayOf) as [number, number];
  const days = Float64Array.from(array('days'));
  const [first, end] = [days.findIndex((day) => day >= from), days.findLastIndex((day) => day < until) + 1];
  const rowsOf = (name: string): Float64Array => Float64Array.from(array(name)).subarray(first, end);
  return {
    days: days.subarray(first, end),
    customers: rowsOf('customers'),
    features: {
      columns: KEPT_COLUMNS.map((column) => ORDER_FEATURES[column]?.name ?? ''),
      rowCount: end - first,
      values: KEPT_COLUMNS.map((_, place) => Float32Array.from(rowsOf(`feature ${place}`))),
      labels: Array.from(rowsOf('labels'), (label) => label === 1),
    },
  };
}

/** Of the days of all parts, each [rows]: `days`, `customers`, `labels` and every `feature` by its place. */
async function replay(folder: string): Promise<NamedArrays> {
  const [from, until] = [dayOf(SPANS.dev[0]), dayOf(SPANS.test[1])];
  const data = await readColumns(folder, TRANSACTIONS, {
    TX_DATETIME: (text) => Date.parse(`${text.replace(' ', 'T')}Z`),
    CUSTOMER_ID: Number,
    TERMINAL_ID: Number,
    TX_AMOUNT: Number,
    TX_FRAUD: Number,
  });
  const dayAt = (timeMs: number) => Math.floor((timeMs - FIRST_DAY_MS) / DAY_MS);
  const days = data.TX_DATETIME.map(dayAt);
  const first = days.findIndex((day) => day >= from);
  const end = days.findLastIndex((day) => day < until) + 1;
  const values = KEPT_COLUMNS.map(() => new Float32Array(end - first));
  const orders = new OrderReplay();
  const chargebacks: { readonly knownMs: number; readonly event: Event }[] = [];
  let due = 0;
  for (const [row, timeMs] of data.TX_DATETIME.subarray(0, end).entries()) {
    for (; (chargebacks[due]?.knownMs ?? Infinity) <= timeMs; due++) {
      const event = chargebacks[due]?.event;
      if (event !== undefined) orders.learn(event);
    }
    const [customer = -1, terminal = -1, amount = 0] = [
      data.CUSTOMER_ID[row],
      data.TERMINAL_ID[row],
      data.TX_AMOUNT[row],
    ];
    const order = orderEvent(row, timeMs, { customer, terminal, amount });
    if (row < first) orders.learn(order);
    else {
      const features = orders.apply(order)?.features;
      for (const [place, column] of KEPT_COLUMNS.entries())
        values[place]?.fill(features?.[column] ?? NaN, row - first, row - first + 1);
    }
    if (data.TX_FRAUD[row] === 1)
      chargebacks.push(chargebackOf(row, timeMs + LABEL_DELAY_MS, customer, amount));
  }
  return {
    days: days.subarray(first, end),
    customers: data.CUSTOMER_ID.subarray(first, end),
    labels: Uint8Array.from(data.TX_FRAUD.subarray(first, end)),
    ...Object.fromEntries(values.map((column, place) => [`feature ${place}`, column])),
  };
}

const envelope = (id: string, customer: number, timeMs: number) => ({
  eventId: id,
  schemaVersion: 1,
  shopId: 'handbook',
  userId: String(customer),
  eventTime: timeMs,
  sentAt: timeMs,
  receivedAt: timeMs,
  source: 'import',
  context: {},
  consent: { analytics: true, personalisation: true },
});

function orderEvent(
  row: number,
  timeMs: number,
  {
    customer,
    terminal,
    amount,
  }: { readonly customer: number; readonly terminal: number; readonly amount: number },
): Event {
  const totalMinor = Math.round(100 * amount);
  // A parser would cost more than all else, and has nothing to find here.
  return {
    ...envelope(`t${row}`, customer, timeMs),
    type: 'order_completed',
    orderId: String(row),
    items: [{ itemId: 'purchase', quantity: 1, priceMinor: totalMinor }],
    totalMinor,
    currency: 'EUR',
    addressHash: String(terminal),
  } as unknown as Event;
}

function chargebackOf(
  row: number,
  knownMs: number,
  customer: number,
  amount: number,
): { readonly knownMs: number; readonly event: Event } {
  const event = {
    ...envelope(`c${row}`, customer, knownMs),
    type: 'chargeback_received',
    orderId: String(row),
    amountMinor: Math.round(100 * amount),
    currency: 'EUR',
  } as unknown as Event;
  return { knownMs, event };
}
