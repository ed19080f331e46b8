import type { Event } from '#contracts';
import { ORDER_FEATURES, OrderReplay, type FeatureDefinition } from '#ml';
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

/** The transactions with the features that Cartwise's own code makes of them, replayed in the order of service. */
export async function readOwnFeatures(folder: string, part: HandbookPart): Promise<HandbookRows> {
  const [from, until] = SPANS[part].map(dayOf) as [number, number];
  const data = await readColumns(folder, 'handbook_transactions.csv.gz', {
    TX_DATETIME: (text) => Date.parse(`${text.replace(' ', 'T')}Z`),
    CUSTOMER_ID: Number,
    TERMINAL_ID: Number,
    TX_AMOUNT: Number,
    TX_FRAUD: Number,
  });
  const kept = ORDER_FEATURES.flatMap(({ entity }, column) => (ENTITIES.has(entity) ? [column] : []));
  const values: number[][] = kept.map(() => []);
  const [days, customers, labels]: [number[], number[], boolean[]] = [[], [], []];
  const replay = new OrderReplay();
  const chargebacks: { readonly knownMs: number; readonly event: Event }[] = [];
  for (const [row, timeMs] of data.TX_DATETIME.entries()) {
    const day = Math.floor((timeMs - FIRST_DAY_MS) / DAY_MS);
    if (day >= until) break;
    for (let due = chargebacks[0]; due !== undefined && due.knownMs <= timeMs; due = chargebacks[0]) {
      replay.learn(due.event);
      chargebacks.shift();
    }
    const [customer = -1, terminal = -1, amount = 0] = [
      data.CUSTOMER_ID[row],
      data.TERMINAL_ID[row],
      data.TX_AMOUNT[row],
    ];
    const order = orderEvent(row, timeMs, { customer, terminal, amount });
    const isFraud = data.TX_FRAUD[row] === 1;
    if (day < from) replay.learn(order);
    else {
      const features = replay.apply(order)?.features;
      for (const [place, column] of kept.entries()) values[place]?.push(features?.[column] ?? NaN);
      days.push(day);
      customers.push(customer);
      labels.push(isFraud);
    }
    if (isFraud) chargebacks.push(chargebackOf(row, timeMs + LABEL_DELAY_MS, customer, amount));
  }
  return {
    days: Float64Array.from(days),
    customers: Float64Array.from(customers),
    features: {
      columns: kept.map((column) => ORDER_FEATURES[column]?.name ?? ''),
      rowCount: days.length,
      values: values.map((column) => Float32Array.from(column)),
      labels,
    },
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
