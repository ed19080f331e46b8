import { idText } from './coerce.ts';
import { firstGiven } from './map-envelope.ts';
import { deadLetter, ok, withFields, type Step } from './step.ts';

/** Finds whose event it is: a user, an anonymous visitor, or one who is both. */
export const identifyShopper: Step = (draft) => {
  const [userIdName, userId] = firstGiven(draft.sent, ['userId', 'user_id']);
  const [anonymousIdName, anonymousId] = firstGiven(draft.sent, [
    'anonymousId',
    'anonymous_id',
    'user_pseudo_id',
    'client_id',
  ]);
  if (userId === undefined && anonymousId === undefined) {
    return deadLetter('EVENT_NO_IDENTITY', 'userId or anonymousId is required', 'userId');
  }
  const sentPaths = new Map(draft.sentPaths).set('userId', userIdName).set('anonymousId', anonymousIdName);
  return ok(
    withFields({ ...draft, sentPaths }, { userId: idText(userId), anonymousId: idText(anonymousId) }),
  );
};
