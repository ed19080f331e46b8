import { readColumns } from '../data/read-columns.ts';

/** An order of the e-commerce data. */
export interface ShopOrder {
  readonly timeMs: number;
  readonly signupMs: number;
  readonly value: number;
  readonly age: number;
  /** Of the address in the network, as one number. */
  readonly ip: number;
  readonly device: number;
  readonly source: string;
  readonly browser: string;
  readonly sex: string;
  readonly isFraud: boolean;
  /** Placed within a minute of signing up: all of them are fraud, and are never told to a detector. */
  readonly isBurst: boolean;
}

const MINUTE_MS = 60_000;

/** "2/24/2015 22:55" in UTC; NaN where there is none. */
function minuteOf(text: string): number {
  const [, month, day, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(text) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

/** Numbers for texts, in the order in which they come. */
function vocabulary(): { readonly names: string[]; readonly place: (text: string) => number } {
  const names: string[] = [];
  const places = new Map<string, number>();
  return {
    names,
    place(text) {
      const place = places.get(text) ?? names.push(text) - 1;
      places.set(text, place);
      return place;
    },
  };
}

/** In the order of their times. */
export async function readShopOrders(folder: string): Promise<readonly ShopOrder[]> {
  const [devices, sources, browsers, sexes] = [vocabulary(), vocabulary(), vocabulary(), vocabulary()];
  const columns = await readColumns(folder, 'ecommerce_fraud_data_30k.csv.gz', {
    signup_time: minuteOf,
    purchase_time: minuteOf,
    purchase_value: Number,
    device_id: devices.place,
    source: sources.place,
    browser: browsers.place,
    sex: sexes.place,
    age: Number,
    ip_address: Number,
    class: Number,
  });
  const of = (name: keyof typeof columns, row: number): number => columns[name][row] ?? NaN;
  const orders = [...columns.purchase_time.keys()].map((row): ShopOrder => {
    const [timeMs, signupMs] = [of('purchase_time', row), of('signup_time', row)];
    return {
      timeMs,
      signupMs,
      value: of('purchase_value', row),
      age: of('age', row),
      ip: of('ip_address', row),
      device: of('device_id', row),
      source: sources.names[of('source', row)] ?? '',
      browser: browsers.names[of('browser', row)] ?? '',
      sex: sexes.names[of('sex', row)] ?? '',
      isFraud: of('class', row) === 1,
      isBurst: timeMs - signupMs <= MINUTE_MS,
    };
  });
  return orders.filter(({ timeMs }) => Number.isFinite(timeMs)).sort((a, b) => a.timeMs - b.timeMs);
}
