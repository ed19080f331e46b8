import { describe, expect, it } from '@jest/globals';
import { coarseIp } from './coarse-ip.ts';

describe('the coarse part of an IP address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:0DB8:85a3::8a2e:0370:7334', '2001:db8:85a3::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
  ])('of %s is %s', (address, prefix) => {
    expect(coarseIp(address)).toBe(prefix);
  });

  it.each(['', 'unknown', '1.2.3', '1.2.3.4.5', 'shop.example'])('of %j is none', (text) => {
    expect(coarseIp(text)).toBeUndefined();
  });
});
