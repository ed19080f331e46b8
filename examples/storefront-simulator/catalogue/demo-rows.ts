import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

const FILE = new URL('../../online-retail/online-retail-2009-2010.csv.gz', import.meta.url);

export interface DemoRow {
  /** Empty for sales without a known customer. */
  readonly customerId: string;
  readonly itemId: string;
  readonly title: string;
  readonly priceMinor: number;
}

/** The lines of the demo shop's real orders (examples/online-retail), in the order of the file. */
export async function* demoRows(): AsyncGenerator<DemoRow, void, undefined> {
  const rows = createReadStream(FILE)
    .pipe(createGunzip())
    .pipe(parse({ from_line: 2 }));
  let customerId = '';
  for await (const row of rows as AsyncIterable<readonly string[]>) {
    const [invoice = '', , customer = '', , itemId = '', , price = '', title = ''] = row;
    // An empty cell of the first four columns repeats the row above: see the README beside the file.
    if (invoice !== '') customerId = customer;
    yield { customerId, itemId, title: title.trim(), priceMinor: Math.round(Number(price) * 100) };
  }
}
