import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import type { Shop } from '#service';
import { auditArguments } from './audit-arguments.ts';

const shop = (id: string): Shop => ({ id: id as ShopId, keys: [], hashKey: 'k'.repeat(32), currency: 'GBP' });
const SHOPS = [shop('one'), shop('two')];
const SHA256 = 'a'.repeat(64);

describe('what the audit log is verified for', () => {
  it('is every shop, or one, from an end that was noted elsewhere', () => {
    expect(auditArguments([], SHOPS)).toEqual({ shops: SHOPS, anchor: undefined });
    expect(auditArguments(['--shop', 'two', '--anchor', `7:${SHA256}`], SHOPS)).toEqual({
      shops: [shop('two')],
      anchor: { sequence: 7, sha256: SHA256 },
    });
  });

  it.each([
    [['--shop', 'three'], '--shop: there is no shop "three"'],
    [['--anchor', `7:${SHA256}`], '--anchor: name the --shop that it is of'],
    [['--shop', 'one', '--anchor', '7'], '--anchor: is SEQUENCE:SHA256, as an earlier'],
    [['--anker', '7'], "Unknown option '--anker'"],
  ])('is refused by the option: %s', (args, reason) => {
    expect(() => auditArguments(args, SHOPS)).toThrow(reason);
  });
});
