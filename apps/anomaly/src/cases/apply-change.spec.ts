import { describe, expect, it } from '@jest/globals';
import { Case, CaseOutcome, CaseState, type CaseChange } from '#contracts/generated/cartwise/fraud/v1/cases';
import { applyChange } from './apply-change.ts';

const NOW = 1_764_000_000_000;
const DAY_MS = 86_400_000;
const { CASE_STATE_OPEN, CASE_STATE_WAITING, CASE_STATE_SNOOZED, CASE_STATE_CLOSED } = CaseState;
const OPEN: Case = { ...Case.fromPartial({ caseId: 'c' }), state: CASE_STATE_OPEN };
const after = (current: Case, ...changes: readonly CaseChange[]) =>
  changes.reduce((state, change) => applyChange(state, change, NOW), current);
const CLOSED = after(OPEN, { close: CaseOutcome.CASE_OUTCOME_FRAUD });

describe('a change of a case', () => {
  it('makes the next version, also where it only adds a note', () => {
    expect(after(OPEN, { note: 'called' })).toEqual({ ...OPEN, version: 1, changedAtMs: NOW });
  });

  it('assigns, tags and takes both back', () => {
    const worked = after(OPEN, { assignee: 'eve' }, { tag: 'ring' }, { tag: 'ring' }, { tag: 'gift-cards' });
    expect(worked).toMatchObject({ version: 4, assignee: 'eve', tags: ['ring', 'gift-cards'] });
    expect(after(worked, { assignee: '' }, { untag: 'ring' })).toMatchObject({
      assignee: '',
      tags: ['gift-cards'],
    });
  });

  it('waits, snoozes, closes and reopens', () => {
    expect(after(OPEN, { wait: true }).state).toBe(CASE_STATE_WAITING);
    const snoozed = after(OPEN, { snoozeUntilMs: NOW + DAY_MS });
    expect(snoozed).toMatchObject({ state: CASE_STATE_SNOOZED, snoozedUntilMs: NOW + DAY_MS });
    expect(after(snoozed, { wait: true }).snoozedUntilMs).toBe(0);
    expect(CLOSED).toMatchObject({
      state: CASE_STATE_CLOSED,
      outcome: CaseOutcome.CASE_OUTCOME_FRAUD,
      closedAtMs: NOW,
    });
    expect(after(CLOSED, { reopen: true })).toMatchObject({
      state: CASE_STATE_OPEN,
      outcome: CaseOutcome.CASE_OUTCOME_UNSPECIFIED,
      closedAtMs: 0,
    });
  });

  it('is refused where the state does not allow it', () => {
    for (const change of [
      { wait: true },
      { snoozeUntilMs: NOW + 1 },
      { close: CaseOutcome.CASE_OUTCOME_FRAUD },
    ])
      expect(() => after(CLOSED, change)).toThrow('reopen it first');
    expect(after(CLOSED, { note: 'a letter came' }, { tag: 'appeal' }).state).toBe(CASE_STATE_CLOSED);
    expect(() => after(OPEN, { reopen: true })).toThrow('the case is open');
  });

  it('is bounded: by snoozing time, tags and number', () => {
    for (const snoozeUntilMs of [NOW, NOW + 91 * DAY_MS])
      expect(() => after(OPEN, { snoozeUntilMs })).toThrow('change.snooze_until_ms');
    const tags = Array.from({ length: 20 }, (_, i) => ({ tag: `t${i}` }));
    expect(() => after(OPEN, ...tags, { tag: 'more' })).toThrow('at most 20 tags');
    expect(() => after({ ...OPEN, version: 1_000 }, { note: 'again' })).toThrow('at most 1000 times');
  });
});
