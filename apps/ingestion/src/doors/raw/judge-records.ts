import type { EpochMs, RejectedEvent } from '#contracts';
import type { LogRecord } from '#event-log';
import type { Shop, ShopDirectory } from '#service';
import { judgeEvent } from '../../intake/judge-event.ts';
import type { Judgement } from '../../intake/judgement.ts';
import { maskPersonalJson } from '../../pipeline/mask-personal-text.ts';
import { EVENT_BYTES_MAX } from '../../limits.ts';

/** What the records of one shop are judged to be; `shop` is "" for keys that name none. */
export interface JudgedShop {
  readonly shop: string;
  readonly judgements: readonly Judgement[];
}

/** Judges records of events.raw by shop. The key says the shop: "SHOPID", or "SHOPID/" and anything. */
export function judgeRecords(
  records: readonly LogRecord[],
  shops: ShopDirectory,
  stage: string,
): JudgedShop[] {
  const byShop = new Map<string, Judgement[]>();
  for (const record of records) {
    const shop = shops.get(record.key.split('/')[0] ?? '');
    const judgement = shop ? judge(record, shop, stage) : wrongKey(record, stage);
    const judgements = byShop.get(shop?.id ?? '') ?? [];
    judgements.push(judgement);
    byShop.set(shop?.id ?? '', judgements);
  }
  return [...byShop].map(([shop, judgements]) => ({ shop, judgements }));
}

function judge(record: LogRecord, shop: Shop, stage: string): Judgement {
  const arrival = {
    shop,
    source: 'kafka' as const,
    receivedAt: receivedAt(record),
    historical: false,
    // Who may write to the log itself may load history.
    mayLoadHistory: true,
    // The record's place, so that a second reading makes the same event.
    newEventId: () => `raw-${record.partition}-${record.offset}`,
  };
  return judgeEvent({ bytes: record.value ?? new Uint8Array() }, arrival, stage);
}

function wrongKey(record: LogRecord, stage: string): Judgement {
  const place = `raw-${record.partition}-${record.offset}`;
  const rejected: RejectedEvent = {
    rejectedId: `${stage}:${place}`,
    stage,
    code: 'EVENT_WRONG_KEY',
    message: 'the record key is neither a known shop id nor begins with one and "/"',
    bodyBase64: Buffer.from(maskedValue(record)).toString('base64'),
    receivedAt: receivedAt(record),
  };
  return { kind: 'rejected', eventId: place, record: rejected };
}

/** The value as text without personal data, where no shop's key is there to hash it with. */
export function maskedValue({ value }: LogRecord): Uint8Array {
  return Buffer.from(maskPersonalJson(Buffer.from(value ?? []).toString()).slice(0, EVENT_BYTES_MAX));
}

// The log's clock is a whole number of milliseconds.
const receivedAt = (record: LogRecord) => record.appendedAt as EpochMs;
