import { describe, expect, it } from '@jest/globals';
import { LINE_BYTES_MAX, readJsonLines } from './read-json-lines.ts';
import type { SourceRow } from './source-row.ts';

/** In pieces of this many bytes, so that boundaries fall everywhere. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(text: string, size = 3): Promise<unknown[]> {
  const rows: SourceRow[] = [];
  for await (const chunk of readJsonLines(pieces(text, size))) rows.push(...chunk);
  return rows.map((row) =>
    row.kind === 'event' ? [row.row, Buffer.from(row.json).toString().trim()] : [row.row, row.reason],
  );
}

describe('a file of JSON lines', () => {
  it('is one event a line, numbered as an editor does, with or without a last line end', async () => {
    const events = [
      [1, '{"a":1}'],
      [3, '{"é":2}'],
      [4, 'broken'],
    ];
    expect(await read('{"a":1}\r\n\n{"é":2}\nbroken')).toEqual(events);
    expect(await read('{"a":1}\r\n\n{"é":2}\nbroken\n', 1_000)).toEqual(events);
  });

  it('counts a line without end as junk, and reads on', async () => {
    const reason = `the line is over ${LINE_BYTES_MAX} bytes`;
    expect(await read(`{}\n"${'x'.repeat(3 * LINE_BYTES_MAX)}"\n{}\n`, 10_000)).toEqual([
      [1, '{}'],
      [2, reason],
      [3, '{}'],
    ]);
    expect(await read('x'.repeat(2 * LINE_BYTES_MAX), 10_000)).toEqual([[1, reason]]);
  });

  it('may be empty', async () => {
    expect(await read('')).toEqual([]);
  });
});
