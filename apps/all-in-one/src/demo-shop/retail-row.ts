import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A line of an invoice as the UCI Online Retail II file has it. */
export interface RetailRow {
  readonly invoiceNo: string;
  /** "2009-12-01 07:45", the shop's local time, taken as UTC. */
  readonly invoiceDate: string;
  /** Empty for a buyer without an account. */
  readonly customerId: string;
  readonly country: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  /** Pounds. */
  readonly unitPrice: number;
}

type Columns = Readonly<Record<string, string>>;

/** Reads the repacked file: an empty invoice cell repeats the line above, an empty description that of the item. */
export async function* readRetailRows(file: string): AsyncGenerator<RetailRow> {
  const descriptions = new Map<string, string>();
  let invoice: Columns = {};
  const lines = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true }));
  for await (const line of lines as AsyncIterable<Columns>) {
    if (line['InvoiceNo'] !== '') invoice = line;
    const stockCode = line['StockCode'] ?? '';
    if (line['Description'] !== '') descriptions.set(stockCode, (line['Description'] ?? '').trim());
    yield {
      invoiceNo: invoice['InvoiceNo'] ?? '',
      invoiceDate: invoice['InvoiceDate'] ?? '',
      customerId: invoice['CustomerID'] ?? '',
      country: invoice['Country'] ?? '',
      stockCode,
      description: descriptions.get(stockCode) ?? '',
      quantity: Number(line['Quantity']),
      unitPrice: Number(line['UnitPrice']),
    };
  }
}
