import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeTrialJournal } from '../../../../test/contract/trial-journal-contract.ts';
import { FileTrialJournal } from './file-trial-journal.ts';

let folder: string;
let files = 0;
const newFile = () => path.join(folder, `shop-${files++}`, 'trials.ndjson');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cartwise-journal-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describeTrialJournal('a file', async () => {
  const file = newFile();
  return { open: () => new FileTrialJournal(file) };
});

describe('the file of a trial journal', () => {
  it('may end within a line', async () => {
    const file = newFile();
    await (await new FileTrialJournal(file).open('a')).add('one', [1]);
    await appendFile(file, '{"key":"two","resu');
    const { finished, add } = await new FileTrialJournal(file).open('a');
    expect([...finished]).toEqual([['one', [1]]]);
    await add('two', [2]);
    expect((await new FileTrialJournal(file).open('a')).finished.get('two')).toEqual([2]);
  });

  it('may be anything: then nothing is finished', async () => {
    const file = newFile();
    await new FileTrialJournal(file).open('a');
    await writeFile(file, 'not\na journal');
    expect((await new FileTrialJournal(file).open('a')).finished.size).toBe(0);
  });
});
