import { CartwiseError } from '#contracts';
import {
  CaseOutcome,
  CaseState,
  type Case,
  type CaseChange,
} from '#contracts/generated/cartwise/fraud/v1/cases';

const TAGS_MAX = 20;
const DAY_MS = 86_400_000;
const SNOOZE_DAYS_MAX = 90;
/** Each is a row of the history, which is read whole. */
const CHANGES_MAX = 1_000;

const { CASE_STATE_OPEN, CASE_STATE_WAITING, CASE_STATE_SNOOZED, CASE_STATE_CLOSED } = CaseState;

/**
 * The case after a change: its next version. A closed case takes notes, tags and an assignee; it is worked on again only
 * once it is reopened.
 * @throws CartwiseError CONFLICT for a change the case's state does not allow, REQUEST_INVALID_FIELD for a wrong value.
 */
export function applyChange(current: Case, change: CaseChange, nowMs: number): Case {
  if (current.version >= CHANGES_MAX)
    throw conflict(`a case is changed at most ${CHANGES_MAX} times: close it, the next alert opens another`);
  return {
    ...current,
    ...changedParts(current, change, nowMs),
    version: current.version + 1,
    changedAtMs: nowMs,
  };
}

function changedParts(current: Case, change: CaseChange, nowMs: number): Partial<Case> {
  const { assignee, tag, untag, snoozeUntilMs, wait, close, reopen } = change;
  if (assignee !== undefined) return { assignee };
  if (tag !== undefined) return { tags: tagged(current.tags, tag) };
  if (untag !== undefined) return { tags: current.tags.filter((each) => each !== untag) };
  // Only the history has it.
  if (change.note !== undefined) return {};
  if (reopen !== undefined) return reopened(current);
  if (current.state === CASE_STATE_CLOSED) throw conflict('the case is closed: reopen it first');
  if (wait !== undefined) return { state: CASE_STATE_WAITING, snoozedUntilMs: 0 };
  if (close !== undefined)
    return { state: CASE_STATE_CLOSED, outcome: close, closedAtMs: nowMs, snoozedUntilMs: 0 };
  return { state: CASE_STATE_SNOOZED, snoozedUntilMs: snoozed(snoozeUntilMs ?? 0, nowMs) };
}

function tagged(tags: readonly string[], tag: string): readonly string[] {
  if (tags.includes(tag)) return tags;
  if (tags.length >= TAGS_MAX) throw conflict(`a case has at most ${TAGS_MAX} tags`);
  return [...tags, tag];
}

function reopened({ state }: Case): Partial<Case> {
  if (state === CASE_STATE_OPEN) throw conflict('the case is open');
  const outcome = CaseOutcome.CASE_OUTCOME_UNSPECIFIED;
  return { state: CASE_STATE_OPEN, outcome, closedAtMs: 0, snoozedUntilMs: 0 };
}

function snoozed(untilMs: number, nowMs: number): number {
  if (untilMs > nowMs && untilMs <= nowMs + SNOOZE_DAYS_MAX * DAY_MS) return untilMs;
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    field: 'change.snooze_until_ms',
    reason: `must be a time within the next ${SNOOZE_DAYS_MAX} days`,
  });
}

const conflict = (reason: string): CartwiseError => new CartwiseError('CONFLICT', { reason });
