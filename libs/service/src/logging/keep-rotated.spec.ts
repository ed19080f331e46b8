import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { keepRotated } from './keep-rotated.ts';

describe('a log file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is rotated by size, without losing a line, and keeps three old ones', async () => {
    const file = path.join(folder, 'cartwise.log');
    const destination = pino.destination({ dest: file, sync: false });
    await once(destination, 'ready');
    keepRotated(destination, file, 1_000);
    const logger = pino({ base: null, timestamp: false }, destination);
    for (let number = 0; number < 6; number += 1) {
      const reopened = once(destination, 'ready');
      // Each line fills a file.
      logger.info({ number, text: 'x'.repeat(1_000) }, 'line');
      await reopened;
    }
    destination.end();
    await once(destination, 'close');
    expect((await readdir(folder)).sort()).toEqual(
      [1, 2, 3].reduce((all, age) => [...all, `cartwise.log.${age}`], ['cartwise.log']),
    );
    const numberIn = async (name: string) =>
      (JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { readonly number: number }).number;
    expect(await Promise.all(['cartwise.log.1', 'cartwise.log.2', 'cartwise.log.3'].map(numberIn))).toEqual([
      5, 4, 3,
    ]);
  });
});
