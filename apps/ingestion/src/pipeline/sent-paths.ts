import type { Shop } from '#service';
import { FieldReader } from './field-reader.ts';
import { ANONYMOUS_ID_NAMES, USER_ID_NAMES } from './identify-shopper.ts';
import { EVENT_ID_NAMES, firstGiven, SESSION_ID_NAMES } from './map-envelope.ts';
import { readFields } from './map-fields.ts';
import type { Draft } from './step.ts';

/**
 * Path in our names to the path the sender used, where they differ. Reads the event a second time: few have a fault,
 * and noting the paths of all would cost more.
 */
export function sentPathsOf(draft: Draft, shop: Shop): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  readFields(draft, shop, new FieldReader(draft.call.dialect, paths));
  const { sent } = draft;
  return paths
    .set('eventId', firstGiven(sent, EVENT_ID_NAMES)[0])
    .set('sessionId', firstGiven(sent, SESSION_ID_NAMES)[0])
    .set('userId', firstGiven(sent, USER_ID_NAMES)[0])
    .set('anonymousId', firstGiven(sent, ANONYMOUS_ID_NAMES)[0]);
}
