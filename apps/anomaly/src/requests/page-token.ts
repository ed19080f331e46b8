import { CartwiseError } from '#contracts';

/** The place of the last row of a page: what the list is ordered by, and the row's id among equals. */
export interface PagePosition {
  /** A time or a number that counts, whole and not negative. */
  readonly at: number;
  /** Hexadecimal digits and dashes; empty where `at` is nobody else's. */
  readonly id: string;
}

/** Opaque to the caller. */
export function pageTokenOf({ at, id }: PagePosition): string {
  return Buffer.from(`${at}/${id}`).toString('base64url');
}

/** Undefined for the first page. @throws CartwiseError REQUEST_INVALID_FIELD for a token that pageTokenOf did not make. */
export function positionOf(pageToken: string): PagePosition | undefined {
  if (pageToken === '') return undefined;
  const [, at, id] = /^(\d{1,16})\/([0-9a-f-]*)$/.exec(Buffer.from(pageToken, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined) {
    throw new CartwiseError('REQUEST_INVALID_FIELD', {
      field: 'page_token',
      reason: 'is not the next_page_token of an earlier reply',
    });
  }
  return { at: Number(at), id };
}
