import { CartwiseError } from '#contracts';
import type { FeedRow } from './feed-row.ts';
import { readDelimited } from './read-delimited.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readXml } from './read-xml.ts';

/** Reads a feed as its content type says; the default, and JSON, is one JSON object a line. */
export function readFeed(contentType: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRow> {
  const text = decode(bytes);
  switch (contentType.split(';')[0]?.trim().toLowerCase()) {
    case 'text/csv':
      return readDelimited(text, ',');
    case 'text/tab-separated-values':
    case 'text/tsv':
      return readDelimited(text, '\t');
    case 'application/xml':
    case 'text/xml':
    case 'application/rss+xml':
    case 'application/atom+xml':
      return readXml(text);
    default:
      return readJsonLines(text);
  }
}

async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (codeOf(cause) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw cause;
    throw new CartwiseError('REQUEST_MALFORMED', { reason: 'the feed is not UTF-8' }, { cause });
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
