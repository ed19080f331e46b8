import { hash } from 'node:crypto';

/** 128 bits that stand for an event id of a shop, in the text form PostgreSQL takes as a uuid. */
export function eventHash(shopId: string, eventId: string): string {
  return hash('sha256', `${shopId}/${eventId}`, 'hex').slice(0, 32);
}
