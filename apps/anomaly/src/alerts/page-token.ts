import { CartwiseError } from '#contracts';
import type { AlertPosition } from '#database';

/** Opaque to the caller: the place of the last alert of a page. */
export function pageTokenOf({ raisedAtMs, alertId }: AlertPosition): string {
  return Buffer.from(`${raisedAtMs}/${alertId}`).toString('base64url');
}

/** @throws CartwiseError REQUEST_INVALID_FIELD for a token that pageTokenOf did not make. */
export function positionOf(pageToken: string): AlertPosition {
  const [, raisedAt, alertId] =
    /^(\d{1,15})\/([0-9a-f]+)$/.exec(Buffer.from(pageToken, 'base64url').toString()) ?? [];
  if (raisedAt === undefined || alertId === undefined) {
    throw new CartwiseError('REQUEST_INVALID_FIELD', {
      field: 'page_token',
      reason: 'is not the next_page_token of an earlier reply',
    });
  }
  return { raisedAtMs: Number(raisedAt), alertId };
}
