import { parseArgs } from 'node:util';
import { runningCartwise, type Addresses } from '../running-cartwise/running-cartwise.ts';

export interface Options extends Addresses {
  readonly eventsPerSecond: number;
  readonly minutes: number;
  readonly seed: number;
  readonly shoppers: number;
  readonly attackShare: number;
  /** From an order that was fraud, or an alert, to what the shop learns of it; undefined: it learns nothing. */
  readonly labelsAfterMs: number | undefined;
  /** How many times faster than usual visitors and attackers go from step to step. */
  readonly pace: number;
  /** Only the JSON line at the end. */
  readonly json: boolean;
}

/** As many that none comes again and again within minutes, which the pace of the pages would make look like a robot. */
const SHOPPERS_PER_EVENT = 30;
/** A run is no longer. */
const DURATION_MS_MAX = 24 * 3_600_000;

export const USAGE = `npm run simulate -- [options]
  --rate N        events a second (200)
  --minutes N     how long to let visitors in (5)
  --seed N        the same seed plans the same visits and attacks (1)
  --shoppers N    different shoppers (30 for each event a second)
  --attacks N     share of all events that are attacks (0.03)
  --labels-after TIME
                  chargebacks of fraudulent orders and outcomes of alerts come so long after them: 90s, 2m, 1h (never)
  --pace N        times faster than usual that everybody goes from step to step (1)
  --http URL --grpc HOST:PORT --write-key KEY --server-key KEY
                  another Cartwise than the one of npm start in this folder; also CARTWISE_HTTP_URL, CARTWISE_GRPC_URL,
                  CARTWISE_WRITE_KEY, CARTWISE_SERVER_KEY
  --json          print nothing but the result, as one line of JSON`;

/** Throws an Error that says what is wrong with the arguments. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: 'string', default: '200' },
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      shoppers: { type: 'string' },
      attacks: { type: 'string', default: '0.03' },
      'labels-after': { type: 'string' },
      pace: { type: 'string', default: '1' },
      http: { type: 'string' },
      grpc: { type: 'string' },
      'write-key': { type: 'string' },
      'server-key': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    ...runningCartwise({
      http: values.http,
      grpc: values.grpc,
      writeKey: values['write-key'],
      serverKey: values['server-key'],
    }),
    eventsPerSecond: number('--rate', values.rate, 1, 100_000),
    minutes: number('--minutes', values.minutes, 0.01, 1_440),
    seed: number('--seed', values.seed, 0, 2 ** 31),
    shoppers: number(
      '--shoppers',
      values.shoppers ?? String(SHOPPERS_PER_EVENT * Number(values.rate)),
      1,
      1_000_000,
    ),
    attackShare: number('--attacks', values.attacks, 0, 0.5),
    labelsAfterMs: duration('--labels-after', values['labels-after']),
    pace: number('--pace', values.pace, 0.1, 100),
    json: values.json,
  };
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new Error(`${name} must be a number from ${min} to ${max}, not "${text}"`);
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

function duration(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  if (count === undefined)
    throw new Error(`${name} must be a number and s, m or h, such as "90s", not "${text}"`);
  // The expression leaves no other letter.
  const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (ms <= DURATION_MS_MAX) return ms;
  throw new Error(`${name} must be at most 24h, not "${text}"`);
}
