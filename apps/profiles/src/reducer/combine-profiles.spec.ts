import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '#contracts';
import { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { anyEvent } from '../testing/event-arbitrary.ts';
import { TEST_CURRENCY } from '../testing/test-event.ts';
import { profileDifferences } from '../verification/profile-differences.ts';
import { combineProfiles } from './combine-profiles.ts';
import { emptyProfile } from './empty-profile.ts';
import { mergeProfiles, withAnonymousId, MERGED_IDS_MAX } from './merge-profiles.ts';
import { reduceProfile } from './reduce-profile.ts';

const fold = (events: readonly Event[], from = emptyProfile('u:ann')): Profile =>
  events.reduce((profile, event) => reduceProfile(profile, event, TEST_CURRENCY), from);

/** Few enough that no list of affinities reaches its bound; the recent interactions do. */
const events = fc.array(anyEvent, { maxLength: 120 });

/** In any order means: the same but for rounding and for the sequence of bought items. */
const differences = (one: Profile, other: Profile) => profileDifferences(one, other, { anyOrder: true });

describe('profiles', () => {
  it('come out the same whatever the order of the events', () => {
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
          ),
        ),
        ([list, shuffled]) => {
          expect(differences(fold(shuffled), fold(list))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('come out the same whether two halves are folded apart and merged or folded together', () => {
    fc.assert(
      fc.property(events, events, (ofUser, ofVisitor) => {
        const merged = mergeProfiles(fold(ofUser), fold(ofVisitor, emptyProfile('a:1')));
        expect(differences(merged, fold([...ofVisitor, ...ofUser]))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('come out the same byte for byte when the same log is read again', () => {
    fc.assert(
      fc.property(events, (list) => {
        expect(Profile.encode(fold(list)).finish()).toEqual(Profile.encode(fold(list)).finish());
      }),
      { numRuns: 20 },
    );
  });

  it('survive being stored between two events', () => {
    fc.assert(
      fc.property(events, (list) => {
        const stored = list.reduce(
          (profile, event) =>
            Profile.decode(Profile.encode(reduceProfile(profile, event, TEST_CURRENCY)).finish()),
          emptyProfile('u:ann'),
        );
        expect(stored).toEqual(fold(list));
      }),
      { numRuns: 20 },
    );
  });

  it('are not changed by one that knows nothing', () => {
    fc.assert(
      fc.property(events, (list) => {
        const profile = fold(list);
        expect(combineProfiles(profile, emptyProfile('a:1'))).toEqual(profile);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the anonymous ids of a user', () => {
  it('are remembered once each, the newest last, within their bound', () => {
    const ids = Array.from({ length: MERGED_IDS_MAX + 1 }, (_, index) => `id-${index}`);
    const user = [...ids, 'id-5'].reduce(withAnonymousId, emptyProfile('u:ann'));
    expect(user.mergedAnonymousIds).toHaveLength(MERGED_IDS_MAX);
    expect(user.mergedAnonymousIds.slice(-2)).toEqual([`id-${MERGED_IDS_MAX}`, 'id-5']);
  });
});
