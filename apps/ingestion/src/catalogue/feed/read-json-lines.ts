import { ROW_BYTES_MAX, type FeedRow } from './feed-row.ts';

/** One JSON object a line; empty lines are passed over. Holds one line at a time. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<FeedRow> {
  let row = 1;
  for await (const line of linesOf(text)) {
    if (line === undefined)
      yield { kind: 'unreadable', row, message: `the line is over ${ROW_BYTES_MAX} characters` };
    else if (line.trim() !== '') yield parseLine(line, row);
    row += 1;
  }
}

function parseLine(line: string, row: number): FeedRow {
  try {
    return { kind: 'attributes', row, attributes: JSON.parse(line) };
  } catch {
    return { kind: 'unreadable', row, message: 'the line is not JSON' };
  }
}

/** Lines without their ends; undefined stands for one that is too long. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let rest = '';
  let isTooLong = false;
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield isTooLong || line.length > ROW_BYTES_MAX ? undefined : line;
      isTooLong = false;
    }
    if (rest.length > ROW_BYTES_MAX) {
      isTooLong = true;
      rest = '';
    }
  }
  if (isTooLong) yield undefined;
  else if (rest !== '') yield rest;
}
