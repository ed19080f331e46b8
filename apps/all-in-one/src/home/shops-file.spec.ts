import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyFor, readShopsFile } from '#service';
import { ensureShopsFile } from './shops-file.ts';

describe("the all-in-one's shops file", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-home-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is made once, with a key of each role that nobody else has, for the owner to read', async () => {
    const [first, second] = [path.join(folder, 'first.json'), path.join(folder, 'second.json')];
    for (const file of [first, second]) await ensureShopsFile(file);
    const made = await readFile(first, 'utf8');
    await ensureShopsFile(first);
    expect(await readFile(first, 'utf8')).toBe(made);
    expect((await stat(first)).mode & 0o777).toBe(0o600);
    const shops = [...(await readShopsFile(first)), ...(await readShopsFile(second))];
    expect(shops.map(({ keys }) => keys.map(({ role }) => role))).toEqual([
      ['write', 'server', 'admin'],
      ['write', 'server', 'admin'],
    ]);
    expect(new Set(shops.flatMap(({ keys }) => keys.map(({ key }) => key))).size).toBe(6);
  });

  it('keeps the keys of a file from before keys had roles, as admin keys', async () => {
    const file = path.join(folder, 'old.json');
    const old = { id: 'demo', hashKey: 'h'.repeat(32), currency: 'GBP', apiKeys: ['old-key-0123456789'] };
    await writeFile(file, JSON.stringify({ shops: [old] }));
    await ensureShopsFile(file);
    const [shop] = await readShopsFile(file);
    expect(shop).toMatchObject({ id: 'demo', hashKey: old.hashKey, currency: 'GBP' });
    expect(shop && keyFor(shop, 'admin')).toBe('old-key-0123456789');
    expect(shop?.keys.map(({ role }) => role)).toEqual(['write', 'server', 'admin']);
  });

  it.each(['not JSON', '{"shops":[{"id":"demo","apiKeys":5}]}'])(
    'is left as it is where it is wrong: %s',
    async (text) => {
      const file = path.join(folder, 'wrong.json');
      await writeFile(file, text);
      await ensureShopsFile(file);
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );
});
