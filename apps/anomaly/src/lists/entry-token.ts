import { CartwiseError } from '#contracts';
import type { ListEntry } from '#contracts/generated/cartwise/fraud/v1/lists';
import { LIST_KINDS } from './list-kind.ts';

/** Opaque to the caller: the place of the last entry of a page. */
export const entryTokenOf = ({ kind, value }: Pick<ListEntry, 'kind' | 'value'>): string =>
  Buffer.from(`${kind}/${value}`).toString('base64url');

/** undefined for the first page. @throws CartwiseError REQUEST_INVALID_FIELD for what entryTokenOf did not make. */
export function entryOf(pageToken: string): Pick<ListEntry, 'kind' | 'value'> | undefined {
  if (pageToken === '') return undefined;
  const text = Buffer.from(pageToken, 'base64url').toString();
  const kind = LIST_KINDS.find((each) => text.startsWith(`${each}/`));
  if (kind !== undefined) return { kind, value: text.slice(kind.length + 1) };
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    field: 'page_token',
    reason: 'is not the next_page_token of an earlier reply',
  });
}
