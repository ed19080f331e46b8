import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTable, type TableQuestion } from './read-table.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cartwise-read-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function read(content: string | Buffer, over: Partial<TableQuestion> = {}) {
  const file = path.join(folder, `${files++}.csv`);
  await writeFile(file, content);
  return readTable({ file, hasHeader: true, label: 'y', types: new Map(), drop: [], ...over });
}

const TEXT = 'n,c,y\n1,a,yes\n2,"b, with a comma",no\n,a,\n4,a,yes\n';

describe('a labelled CSV file', () => {
  it('becomes a table of the rows with a label', async () => {
    const { table, labels, columns, classLabels, unlabelled } = await read(TEXT);
    expect(columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
      ['n', 'number', 1],
      ['c', 'category', 0],
    ]);
    expect(classLabels.classes).toEqual(['no', 'yes']);
    expect([[...labels], unlabelled, table.rowCount]).toEqual([[1, 0, 1], 1, 3]);
    expect(table.columns.map(({ values }) => [...values])).toEqual([
      [1, 2, 4],
      [0, 1, 0],
    ]);
  });

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['a byte order mark and lines that end in CR LF', `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`],
    ['semicolons', TEXT.replaceAll(/,(?! )/g, ';').replaceAll('"', '')],
  ])('is read with %s all the same', async (_, content) => {
    expect((await read(content)).table).toEqual((await read(TEXT)).table);
  });

  it('goes by numbers of columns without a line of names', async () => {
    const { columns } = await read('1,7,a\n2,8,b\n3,7,a\n', { hasHeader: false, label: '3' });
    expect(columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
    await expect(read('1,7\n2,8\n')).rejects.toThrow(/: row 1: it holds numbers only: .*--no-header$/);
  });

  it('learns nothing from what it is told to drop, and takes a column for what it is told', async () => {
    const { columns } = await read('n,c,y\n1,2,0\n2,1,1\n', {
      drop: ['n'],
      types: new Map([['c', 'category'] as const]),
    });
    expect(columns.map(({ type, why }) => [type, why])).toEqual([
      ['dropped', 'as told'],
      ['category', 'as told'],
    ]);
  });
});

describe('a file that cannot be used is told from', () => {
  const latin = Buffer.concat([Buffer.from('n,c,y\n1,a,0\n2,caf'), Buffer.from([0xe9]), Buffer.from(',1\n')]);
  it.each<readonly [string, string | Buffer, RegExp]>([
    ['nothing in it', '', /^\S+: it is empty$/],
    ['no rows', 'n,y\n', /: it has a header and no rows$/],
    [
      'a row that ends early',
      'n,c,y\n1,a,0\n2,a\n',
      /: row 3, column "y": 2 values for 3 columns: the row ends/,
    ],
    ['a row that goes on', 'n,c,y\n1,a,0,5\n', /: row 2, column "y": 4 values for 3 columns: there are more/],
    ['text of another encoding', latin, /: row 3, column "c": the text is not UTF-8/],
    ['UTF-16', Buffer.from('n,y\n1,0\n', 'utf16le'), /it is no CSV in UTF-8: it holds zero bytes/],
    ['a gzip that ends early', gzipSync(TEXT).subarray(0, 40), /: the gzip cannot be unpacked/],
    [
      'quotes that do not end',
      `n,y\n1,0\n"${'x'.repeat(1_100_000)}`,
      /: row 3: a row is longer than 1000000/,
    ],
    [
      'a quote that does not end',
      'n,y\n1,0\n"2,1\n3,0\n',
      /: row 3: a quote is opened here and never closed$/,
    ],
    [
      'two columns of one name',
      'n,n,y\n1,2,0\n',
      /: row 1, column "number 2": a second column is called "n"$/,
    ],
    ['a column without a name', 'n,,y\n1,2,0\n', /: row 1, column "number 2": the column has no name$/],
    ['no column of the label', 'n,c\n1,a\n', /: it has no column "y"; it has "n", "c"$/],
    ['one class', 'n,y\n1,a\n2,a\n', /: the label "y" is "a" in every row/],
    [
      'an amount to be predicted',
      `n,y\n${Array.from({ length: 60 }, (_, i) => `1,${i / 7}`).join('\n')}`,
      /that is regression/,
    ],
  ])('%s', async (_, content, reason) => {
    await expect(read(content)).rejects.toThrow(reason);
  });

  it('one that is not there', async () => {
    const file = path.join(folder, 'none.csv');
    const question = { file, hasHeader: true, label: 'y', types: new Map(), drop: [] };
    await expect(readTable(question)).rejects.toThrow(`${file}: there is no such file`);
  });

  it('a column that is dropped and is not there', async () => {
    await expect(read(TEXT, { drop: ['x'] })).rejects.toThrow('it has no column "x"');
  });
});
