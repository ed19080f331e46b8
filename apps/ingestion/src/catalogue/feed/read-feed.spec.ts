import { describe, expect, it } from '@jest/globals';
import type { FeedRow } from './feed-row.ts';
import { readFeed } from './read-feed.ts';

/** In pieces of three bytes, so that every boundary falls everywhere. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 3) yield bytes.subarray(start, start + 3);
}

async function read(contentType: string, text: string): Promise<FeedRow[]> {
  const rows: FeedRow[] = [];
  for await (const row of readFeed(contentType, pieces(text))) rows.push(row);
  return rows;
}

const attributes = (row: number, fields: object) => ({ kind: 'attributes', row, attributes: fields });

describe('a feed', () => {
  it('of JSON lines is read line by line; a line that is no JSON costs only itself', async () => {
    const rows = await read('application/x-ndjson', '{"id":"1","title":"Tëa 🫖"}\n\nbroken\n{"id":"2"}');
    expect(rows).toEqual([
      attributes(1, { id: '1', title: 'Tëa 🫖' }),
      { kind: 'unreadable', row: 3, message: 'the line is not JSON' },
      attributes(4, { id: '2' }),
    ]);
  });

  it('of JSON lines refuses a line without end, not the memory for it', async () => {
    const rows = await read('', `{"id":"1"}\n"${'x'.repeat(100_000)}"\n{"id":"2"}\n`);
    expect(rows.map(({ kind, row }) => [kind, row])).toEqual([
      ['attributes', 1],
      ['unreadable', 2],
      ['attributes', 3],
    ]);
  });

  it('of comma-separated values may quote commas and line ends', async () => {
    const rows = await read(
      'text/csv; charset=utf-8',
      '\ufeffid,Image Link,title\n1,https://x,"a, ""b""\nc"\n2,,d\n',
    );
    expect(rows).toEqual([
      attributes(3, { id: '1', image_link: 'https://x', title: 'a, "b"\nc' }),
      attributes(4, { id: '2', image_link: '', title: 'd' }),
    ]);
  });

  it('of tab-separated values takes quotes as they come and tells the line of a row with too few values', async () => {
    const rows = await read('text/tab-separated-values', 'id\ttitle\n1\t24" screen\n2\n3\tc\n');
    expect(rows.toSorted((a, b) => a.row - b.row)).toEqual([
      attributes(2, { id: '1', title: '24" screen' }),
      { kind: 'unreadable', row: 3, message: expect.stringContaining('line 3') },
      attributes(4, { id: '3', title: 'c' }),
    ]);
  });

  it('of RSS is read item by item', async () => {
    const rss = `<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
<item><g:id>1</g:id><g:title><![CDATA[Tea & <b>more</b>]]></g:title><g:price>9.99 GBP</g:price></item>
<item>
  <g:id>002</g:id><title>B &amp; C</title>
</item>
</channel></rss>`;
    expect(await read('application/rss+xml', rss)).toEqual([
      attributes(3, { id: '1', title: 'Tea & <b>more</b>', price: '9.99 GBP' }),
      attributes(4, { id: '002', title: 'B & C' }),
    ]);
  });

  it('of Atom has its link in an attribute', async () => {
    const atom = '<feed><entry><g:id>1</g:id><link href="https://x/1"/></entry></feed>';
    expect(await read('application/xml', atom)).toEqual([
      attributes(1, { id: '1', link: { '@href': 'https://x/1' } }),
    ]);
  });

  it('of XML that breaks off says so, and a broken item costs only itself', async () => {
    const rows = await read('text/xml', '<a><item><b></item><item><g:id>2</g:id></item><item><g:id>3');
    expect(rows.map(({ kind }) => kind)).toEqual(['unreadable', 'attributes', 'unreadable']);
  });

  it('that is not UTF-8 is refused', async () => {
    const latin1 = (async function* () {
      yield Buffer.from([0x7b, 0xe9]);
    })();
    await expect(readFeed('', latin1).next()).rejects.toMatchObject({ code: 'REQUEST_MALFORMED' });
  });
});
