import { Event } from '#contracts';
import type { Shop } from '#service';
import { isJsonObject, joinPath } from './json.ts';
import { sentPathsOf } from './sent-paths.ts';
import { deadLetter, ok, type Draft, type StepResult } from './step.ts';

/** The last step: what the schema takes is an event; what it does not is told by the path the sender used. */
export function validateEvent(draft: Draft, shop: Shop): StepResult<Event> {
  const parsed = Event.safeParse(draft.fields);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const keys = (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key)));
  const isMissing = valueAt(draft.fields, keys) === undefined;
  return deadLetter(
    isMissing ? 'EVENT_MISSING_FIELD' : 'EVENT_INVALID_FIELD',
    isMissing ? 'is required' : (issue?.message ?? 'is not valid'),
    sentPath(sentPathsOf(draft, shop), keys),
  );
}

type Keys = readonly (string | number)[];

function valueAt(fields: unknown, keys: Keys): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return (value as readonly unknown[])[Number(key)];
    return isJsonObject(value) ? value[key] : undefined;
  }, fields);
}

/** The sender's path of ours: the longest part of it that was mapped, then the rest. */
function sentPath(sentPaths: ReadonlyMap<string, string>, keys: Keys): string {
  for (let length = keys.length; length > 0; length -= 1) {
    const mapped = sentPaths.get(keys.slice(0, length).reduce<string>(joinPath, ''));
    if (mapped !== undefined) return keys.slice(length).reduce<string>(joinPath, mapped);
  }
  return keys.reduce<string>(joinPath, '');
}
