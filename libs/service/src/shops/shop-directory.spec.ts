import { describe, expect, it } from '@jest/globals';
import { CartwiseError, type ShopId } from '#contracts';
import { keyedHash } from './keyed-hasher.ts';
import { ShopDirectory, type Shop } from './shop-directory.ts';

const shop = (id: string): Shop => ({
  id: id as ShopId,
  apiKeys: [`${id}-key-0123456789`],
  hashKey: `${id}-hash-key-0123456789-0123456789`,
  currency: 'GBP',
});

describe('the shop directory', () => {
  const directory = new ShopDirectory([shop('ash'), shop('birch')]);

  it('finds the shop an API key belongs to', () => {
    expect(directory.authenticate('birch-key-0123456789').id).toBe('birch');
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
