import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyFor, readShopsFile } from './shops-file.ts';

const SECRET = 'write-key-0123456789';
const shop = (id: string, keys: unknown) => ({ id, keys, hashKey: 'h'.repeat(32), currency: 'GBP' });
const write = { key: SECRET, role: 'write' };
const server = { key: 'server-key-0123456789', role: 'server' };

describe('the shops file', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-shops-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const read = async (text: string) => {
    const file = path.join(folder, 'shops.json');
    await writeFile(file, text);
    return readShopsFile(file);
  };
  const readShops = (...shops: readonly object[]) => read(JSON.stringify({ shops }));

  it('gives each shop its keys, with their roles and limits', async () => {
    const limited = { ...write, eventsPerSecond: 50 };
    expect(await readShops(shop('ash', [limited, server]))).toMatchObject([
      { id: 'ash', keys: [limited, server] },
    ]);
  });

  it.each([
    [
      'an unknown role',
      [shop('ash', [{ ...write, role: 'root' }])],
      /"write"\|"server"\|"admin"[^]*keys\[0\]\.role/,
    ],
    ['a short key', [shop('ash', [{ ...write, key: 'short' }])], /16 characters[^]*keys\[0\]\.key/],
    ['a misspelt limit', [shop('ash', [{ ...write, eventPerSecond: 5 }])], /"eventPerSecond"[^]*keys\[0\]/],
    [
      'a limit below nothing',
      [shop('ash', [{ ...write, eventsPerSecond: -1 }])],
      /keys\[0\]\.eventsPerSecond/,
    ],
    ['a shop without keys', [shop('ash', [])], /shops\[0\]\.keys/],
    ['keys without roles', [{ ...shop('ash', undefined), apiKeys: [SECRET] }], /list of \{ key, role \}/],
    [
      'one key for two shops',
      [shop('ash', [write]), shop('birch', [server, write])],
      /is a key of shop "ash" already[^]*shops\[1\]\.keys\[1\]\.key/,
    ],
    ['a shop that is there twice', [shop('ash', [write]), shop('ash', [server])], /twice[^]*shops\[1\]\.id/],
  ])('is refused with %s, by the path of the field and without the key', async (_, shops, message) => {
    const error: unknown = await readShops(...shops).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(SECRET);
  });

  it('is refused when it is not JSON, without a word of what it holds', async () => {
    await expect(read(`{ "key": ${SECRET}`)).rejects.toThrow(/shops\.json: is not JSON$/);
  });

  it('tells the weakest key for a job', async () => {
    const [ash, birch] = await readShops(
      shop('ash', [{ key: 'admin-key-0123456789', role: 'admin' }, server, write]),
      shop('birch', [{ ...write, key: 'another-key-0123456789' }]),
    );
    if (!ash || !birch) throw new Error('both shops are there');
    expect([keyFor(ash, 'write'), keyFor(ash, 'server')]).toEqual([write.key, server.key]);
    expect(keyFor(birch, 'server')).toBeUndefined();
  });
});
