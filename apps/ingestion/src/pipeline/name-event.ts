import { EVENT_TYPE_OF_NAME, NOT_TRACKED_NAMES, normaliseName } from './event-names.ts';
import { given, type JsonObject } from './json.ts';
import { remembered } from './remembered.ts';
import { deadLetter, drop, ok, type Step, type StepResult } from './step.ts';

/** Finds which of our types an event is. */
export const nameEvent: Step = ({ sent, call }) => {
  switch (call.segmentCall) {
    case 'page':
      return ok({ type: 'page_viewed' });
    case 'identify':
      return nameIdentify(sent);
    case 'screen':
    case 'group':
    case 'alias':
      return drop('EVENT_NOT_TRACKED', `"${call.segmentCall}" calls carry nothing that is used`);
    default:
      return nameByText(call.name, call.namePath);
  }
};

/** An identify says who the visitor is: what our logged_in says. Without a user it says nothing. */
function nameIdentify(sent: JsonObject): StepResult<JsonObject> {
  if (given(sent, 'userId') === undefined) {
    return drop('EVENT_NOT_TRACKED', 'an "identify" call without a userId names nobody');
  }
  return ok({ type: 'logged_in', method: 'identify' });
}

const rememberedName = remembered(normaliseName);

function nameByText(name: unknown, path: string): StepResult<JsonObject> {
  if (name === undefined) return deadLetter('EVENT_MISSING_FIELD', 'is required', path);
  if (typeof name !== 'string') return deadLetter('EVENT_INVALID_FIELD', 'must be text', path);
  const normalised = rememberedName(name);
  const type = EVENT_TYPE_OF_NAME.get(normalised);
  if (type !== undefined) {
    // Segment has two names for what is one type of ours and a flag.
    return ok(normalised === 'coupon_denied' ? { type, accepted: false } : { type });
  }
  if (NOT_TRACKED_NAMES.has(normalised)) return drop('EVENT_NOT_TRACKED', `"${normalised}" is not used`);
  return deadLetter('EVENT_UNKNOWN_TYPE', 'is neither ours nor a Segment or GA4 name that is mapped', path);
}
