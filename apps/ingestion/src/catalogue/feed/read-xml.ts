import { XMLParser } from 'fast-xml-parser';
import { ROW_BYTES_MAX, type FeedRow } from './feed-row.ts';

/** Items of RSS feeds and entries of Atom feeds. */
const OPENING = /<(item|entry)(?:\s[^>]*)?>/;
/** The longest opening tag, of which a chunk may end in the middle. */
const TAG_LENGTH_MAX = 1024;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

/**
 * An RSS or Atom feed with the attributes of the Google Merchant feed (<g:id>). Elements are cut out of the stream one
 * by one, so that a feed of any size needs the memory of one item; what stands around them, a DTD too, is not read.
 */
export async function* readXml(text: AsyncIterable<string>): AsyncGenerator<FeedRow> {
  let rest = '';
  let row = 1;
  const pass = (length: number) => {
    row += newlines(rest.slice(0, length));
    rest = rest.slice(length);
  };
  for await (const chunk of text) {
    rest += chunk;
    for (;;) {
      const opening = OPENING.exec(rest);
      if (!opening) {
        pass(Math.max(rest.length - TAG_LENGTH_MAX, 0));
        break;
      }
      pass(opening.index);
      const closing = `</${opening[1]}>`;
      const end = rest.indexOf(closing);
      if (end === -1 && rest.length <= ROW_BYTES_MAX) break;
      if (end === -1) {
        yield { kind: 'unreadable', row, message: `the <${opening[1]}> is over ${ROW_BYTES_MAX} characters` };
        pass(opening[0].length);
        continue;
      }
      yield parseElement(rest.slice(0, end + closing.length), row);
      pass(end + closing.length);
    }
  }
  if (OPENING.test(rest)) yield { kind: 'unreadable', row, message: 'the feed ends inside an item' };
}

function parseElement(xml: string, row: number): FeedRow {
  try {
    const parsed: Record<string, unknown> = parser.parse(xml, true);
    return { kind: 'attributes', row, attributes: Object.values(parsed)[0] };
  } catch (error) {
    return {
      kind: 'unreadable',
      row,
      message: error instanceof Error ? error.message : 'the XML cannot be read',
    };
  }
}

const newlines = (text: string): number => text.split('\n').length - 1;
