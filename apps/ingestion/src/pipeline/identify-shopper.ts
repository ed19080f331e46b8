import { idText } from './coerce.ts';
import { firstGiven } from './map-envelope.ts';
import { deadLetter, ok, type Step } from './step.ts';

export const USER_ID_NAMES = ['userId', 'user_id'] as const;
export const ANONYMOUS_ID_NAMES = ['anonymousId', 'anonymous_id', 'user_pseudo_id', 'client_id'] as const;

/** Finds whose event it is: a user, an anonymous visitor, or one who is both. */
export const identifyShopper: Step = ({ sent }) => {
  const [, userId] = firstGiven(sent, USER_ID_NAMES);
  const [, anonymousId] = firstGiven(sent, ANONYMOUS_ID_NAMES);
  if (userId === undefined && anonymousId === undefined) {
    return deadLetter('EVENT_NO_IDENTITY', 'userId or anonymousId is required', 'userId');
  }
  return ok({ userId: idText(userId), anonymousId: idText(anonymousId) });
};
