import { describe, expect, it } from '@jest/globals';
import { NOW_MS, profileOf, SHOP } from '../testing/samples.ts';
import { ProfileCache } from './profile-cache.ts';

describe('ProfileCache', () => {
  const cacheAt = (nowMs: number = NOW_MS) => {
    const clock = { nowMs };
    return { cache: new ProfileCache(() => clock.nowMs), clock };
  };
  const versionOf = (cache: ProfileCache, id: string) => {
    const cached = cache.find(SHOP, id);
    return cached.kind === 'profile' ? cached.profile.version : cached.kind;
  };

  it('keeps the newest version, whatever order they come in', () => {
    const { cache } = cacheAt();
    cache.change(SHOP, profileOf([], { version: 3 }));
    cache.keep(SHOP, 'u:ann', profileOf([], { version: 2 }));
    expect(versionOf(cache, 'u:ann')).toBe(3);
    cache.change(SHOP, profileOf([], { version: 4 }));
    expect(versionOf(cache, 'u:ann')).toBe(4);
  });

  it('follows an anonymous id to its user, and sees the changes of that user', () => {
    const { cache } = cacheAt();
    cache.keep(SHOP, 'a:visitor', profileOf([], { version: 1, mergedAnonymousIds: ['visitor'] }));
    expect(versionOf(cache, 'a:visitor')).toBe(1);
    cache.change(SHOP, profileOf([], { version: 2, mergedAnonymousIds: ['visitor'] }));
    expect(versionOf(cache, 'a:visitor')).toBe(2);
  });

  it('asks again for a visitor that another user took over', () => {
    const { cache } = cacheAt();
    cache.keep(SHOP, 'a:visitor', profileOf([], { profileId: 'u:ann' }));
    cache.change(SHOP, profileOf([], { profileId: 'u:bob', mergedAnonymousIds: ['visitor'] }));
    expect(versionOf(cache, 'a:visitor')).toBe('unknown');
  });

  it('forgets a visitor that was merged', () => {
    const { cache } = cacheAt();
    cache.change(SHOP, profileOf([], { profileId: 'a:visitor' }));
    cache.forget(SHOP, 'a:visitor');
    expect(versionOf(cache, 'a:visitor')).toBe('unknown');
  });

  it('remembers for a while that there is no profile, until there is one', () => {
    const { cache, clock } = cacheAt();
    cache.keep(SHOP, 'u:ann', undefined);
    expect(versionOf(cache, 'u:ann')).toBe('absent');
    cache.change(SHOP, profileOf([]));
    expect(versionOf(cache, 'u:ann')).toBe(1);
    cache.keep(SHOP, 'u:bob', undefined);
    clock.nowMs += 60_000;
    expect(versionOf(cache, 'u:bob')).toBe('unknown');
  });
});
