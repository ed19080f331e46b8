import { EVENT_TYPE_OF_NAME, NOT_TRACKED_NAMES, normaliseName } from './event-names.ts';
import { given } from './json.ts';
import { readCall } from './read-call.ts';
import { deadLetter, drop, ok, withFields, type Draft, type Step, type StepResult } from './step.ts';

/** Finds which of our types an event is. */
export const nameEvent: Step = (draft) => {
  const call = readCall(draft.sent);
  switch (call.segmentCall) {
    case 'page':
      return ok(withFields(draft, { type: 'page_viewed' }));
    case 'identify':
      return nameIdentify(draft);
    case 'screen':
    case 'group':
    case 'alias':
      return drop('EVENT_NOT_TRACKED', `"${call.segmentCall}" calls carry nothing that is used`);
    default:
      return nameByText(draft, call.name, call.namePath);
  }
};

/** An identify says who the visitor is: what our logged_in says. Without a user it says nothing. */
function nameIdentify(draft: Draft): StepResult<Draft> {
  if (given(draft.sent, 'userId') === undefined) {
    return drop('EVENT_NOT_TRACKED', 'an "identify" call without a userId names nobody');
  }
  return ok(withFields(draft, { type: 'logged_in', method: 'identify' }));
}

function nameByText(draft: Draft, name: unknown, path: string): StepResult<Draft> {
  if (name === undefined) return deadLetter('EVENT_MISSING_FIELD', 'is required', path);
  if (typeof name !== 'string') return deadLetter('EVENT_INVALID_FIELD', 'must be text', path);
  const normalised = normaliseName(name);
  const type = EVENT_TYPE_OF_NAME.get(normalised);
  if (type !== undefined) {
    // Segment has two names for what is one type of ours and a flag.
    return ok(withFields(draft, { type, ...(normalised === 'coupon_denied' ? { accepted: false } : {}) }));
  }
  if (NOT_TRACKED_NAMES.has(normalised)) return drop('EVENT_NOT_TRACKED', `"${normalised}" is not used`);
  return deadLetter('EVENT_UNKNOWN_TYPE', 'is neither ours nor a Segment or GA4 name that is mapped', path);
}
