import { beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { ShopId } from '#contracts';
import { ROLES, type Role } from '../shops/role.ts';
import { ShopDirectory } from '../shops/shop-directory.ts';
import type { ShopKey } from '../shops/shops-file.ts';
import { Access } from './access.ts';
import { RateLimits } from './rate-limits.ts';

const keyOf = (role: string) => `${role}-key-0123456789`;

describe('access', () => {
  let nowMs: number;
  let metrics: Registry;

  beforeEach(() => {
    nowMs = 0;
    metrics = new Registry();
  });

  const access = (keys: readonly ShopKey[], rates = { eventsPerSecond: 10, requestsPerSecond: 1 }) => {
    const shop = { id: 'ash' as ShopId, keys, hashKey: 'h'.repeat(32), currency: 'GBP' };
    return new Access(new ShopDirectory([shop]), new RateLimits({ ...rates, nowMs: () => nowMs, metrics }));
  };
  const ofEachRole = ROLES.map((role): ShopKey => ({ key: keyOf(role), role }));
  const coded = (code: string, detail: object = {}) =>
    expect.objectContaining({ code, detail: expect.objectContaining(detail) });

  it.each<[Role, Role, boolean]>([
    ['write', 'write', true],
    ['write', 'server', false],
    ['write', 'admin', false],
    ['server', 'write', true],
    ['server', 'server', true],
    ['server', 'admin', false],
    ['admin', 'write', true],
    ['admin', 'server', true],
    ['admin', 'admin', true],
  ])('with a key of role %s to what asks for %s: %s', (role, least, may) => {
    const door = access(ofEachRole);
    if (may) expect(door.admit(keyOf(role), least)).toMatchObject({ role, shop: { id: 'ash' } });
    else expect(() => door.admit(keyOf(role), least)).toThrow(coded('PERMISSION_DENIED'));
  });

  it('is refused to who has no key, or a wrong one', () => {
    const door = access(ofEachRole);
    expect(() => door.admit(undefined, 'write')).toThrow(coded('UNAUTHENTICATED'));
    expect(() => door.admitEvents('wrong', 'write', 1)).toThrow(coded('UNAUTHENTICATED'));
  });

  it('is limited by requests for each key by itself, with the time to wait', () => {
    const door = access(ofEachRole);
    door.admit(keyOf('server'), 'server');
    door.admit(keyOf('server'), 'server');
    expect(() => door.admit(keyOf('server'), 'server')).toThrow(
      coded('RATE_LIMITED', { retryAfterMs: 1_000 }),
    );
    door.admit(keyOf('admin'), 'server');
    nowMs += 1_000;
    door.admit(keyOf('server'), 'server');
  });

  it('is limited by events, not by the requests that bring them', () => {
    const door = access(ofEachRole);
    for (let request = 0; request < 4; request += 1) door.admitEvents(keyOf('write'), 'write', 5);
    expect(() => door.admitEvents(keyOf('write'), 'write', 5)).toThrow(
      coded('RATE_LIMITED', { retryAfterMs: 500 }),
    );
  });

  it('counts an empty batch as one event', () => {
    const door = access(ofEachRole);
    door.admitEvents(keyOf('write'), 'write', 20);
    expect(() => door.admitEvents(keyOf('write'), 'write', 0)).toThrow(coded('RATE_LIMITED'));
  });

  it("costs nothing when the key's role is too weak", () => {
    const door = access(ofEachRole, { eventsPerSecond: 10, requestsPerSecond: 0.5 });
    expect(() => door.admit(keyOf('server'), 'admin')).toThrow(coded('PERMISSION_DENIED'));
    door.admit(keyOf('server'), 'server');
  });

  it("keeps to a key's own limits before the common ones; 0 is no limit", () => {
    const door = access([
      { key: keyOf('slow'), role: 'write', eventsPerSecond: 1 },
      { key: keyOf('free'), role: 'server', eventsPerSecond: 0, requestsPerSecond: 0 },
    ]);
    door.admitEvents(keyOf('slow'), 'write', 2);
    expect(() => door.admitEvents(keyOf('slow'), 'write', 1)).toThrow(coded('RATE_LIMITED'));
    for (let request = 0; request < 1_000; request += 1) {
      door.admitEvents(keyOf('free'), 'write', 1_000);
      door.admit(keyOf('free'), 'server');
    }
  });

  it('counts what it refused by the name of the key, not the key', async () => {
    const door = access(ofEachRole);
    const { keyId } = door.admitEvents(keyOf('write'), 'write', 20);
    expect(() => door.admitEvents(keyOf('write'), 'write', 1)).toThrow(coded('RATE_LIMITED'));
    const text = await metrics.metrics();
    expect(text).toContain(`cartwise_rate_limited_total{key_id="${keyId}"} 1`);
    expect(text).not.toContain(keyOf('write'));
  });
});
