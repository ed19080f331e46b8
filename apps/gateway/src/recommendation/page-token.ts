import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { CartwiseError, ItemId } from '#contracts';

/** Items of one list, over all its pages. */
export const PAGED_MAX = 1_000;
/** Of the longest item ids, with their quotes. */
const BYTES_MAX = PAGED_MAX * (256 * 4 + 3);

const Content = z.strictObject({
  recommendationId: z.uuid(),
  /** Which request it goes on with. */
  subject: z.string(),
  shown: z.array(ItemId).max(PAGED_MAX),
});

/** What was shown on the pages before; the next page is the best of all else, whatever was ranked anew meanwhile. */
export interface Pages {
  readonly recommendationId: string;
  readonly shown: readonly string[];
}

/**
 * A token that carries what was shown: any gateway can go on with it, none has to remember it, and it does not expire.
 * `subject` names the shop, the method and what else makes it that request.
 */
export function writePageToken({ recommendationId, shown }: Pages, subject: readonly string[]): string {
  const content = JSON.stringify({ recommendationId, subject: digest(subject), shown });
  return deflateRawSync(content).toString('base64url');
}

/** @throws CartwiseError for a token that is none, or of another request. */
export function readPageToken(token: string, subject: readonly string[]): Pages {
  const parsed = Content.safeParse(unpack(token));
  if (!parsed.success) refuse('is not one that a reply gave');
  if (parsed.data.subject !== digest(subject)) {
    refuse(
      'belongs to another request: go on with the method, shopper, items and placement it was given for',
    );
  }
  return parsed.data;
}

function unpack(token: string): unknown {
  try {
    const bytes = inflateRawSync(Buffer.from(token, 'base64url'), { maxOutputLength: BYTES_MAX });
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** 96 bits: no two requests have the same. */
const digest = (subject: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(subject)).digest('base64url').slice(0, 16);

function refuse(reason: string): never {
  throw new CartwiseError('REQUEST_INVALID_FIELD', { field: 'page_token', reason });
}
