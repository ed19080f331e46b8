import { describe, expect, it } from '@jest/globals';
import { CartwiseError, type ShopId } from '#contracts';
import { keyedHash } from './keyed-hasher.ts';
import { ShopDirectory } from './shop-directory.ts';
import type { Shop } from './shops-file.ts';

const shop = (id: string): Shop => ({
  id: id as ShopId,
  keys: [
    { key: `${id}-key-0123456789`, role: 'server' },
    { key: `${id}-key-9876543210`, role: 'write', eventsPerSecond: 5 },
  ],
  hashKey: `${id}-hash-key-0123456789-0123456789`,
  currency: 'GBP',
});

describe('the shop directory', () => {
  const directory = new ShopDirectory([shop('ash'), shop('birch')]);

  it('finds the shop an API key belongs to, its role and its limits', () => {
    expect(directory.authenticate('birch-key-0123456789')).toMatchObject({
      shop: { id: 'birch' },
      role: 'server',
      limits: {},
    });
    expect(directory.authenticate('ash-key-9876543210')).toMatchObject({
      shop: { id: 'ash' },
      role: 'write',
      limits: { eventsPerSecond: 5 },
    });
  });

  it('names every key by another name that does not tell the key', () => {
    const keys = ['ash', 'birch'].flatMap((id) => shop(id).keys.map(({ key }) => key));
    const names = keys.map((key) => directory.authenticate(key).keyId);
    expect(new Set(names).size).toBe(keys.length);
    expect(names[0]).toMatch(/^ash-server-[0-9a-f]{12}$/);
  });

  it('refuses a key it does not know, and a call without one', () => {
    expect(() => directory.authenticate('birch')).toThrow(CartwiseError);
    expect(() => directory.authenticate(undefined)).toThrow('no API key was sent');
  });
});

describe('a keyed hash', () => {
  it('is equal for equal personal data of one shop, however it is written', () => {
    expect(keyedHash(shop('ash'), 'email', ' Ann@Example.org')).toBe(
      keyedHash(shop('ash'), 'email', 'ann@example.org'),
    );
  });

  it('differs between shops and between roles', () => {
    const hashes = [
      keyedHash(shop('ash'), 'email', 'x'),
      keyedHash(shop('birch'), 'email', 'x'),
      keyedHash(shop('ash'), 'card', 'x'),
    ];
    expect(new Set(hashes).size).toBe(3);
  });
});
