import { AnonymousId, CartwiseError, UserId } from '#contracts';
import type { GetProfileRequest } from '#contracts/generated/cartwise/profile/v1/profile';

/** Whom a request asks about: the user, else the visitor. Throws REQUEST_INVALID_FIELD. */
export function parseShopper(request: GetProfileRequest): {
  readonly userId?: UserId;
  readonly anonymousId?: AnonymousId;
} {
  if (request.userId !== '') return { userId: parse(UserId, 'user_id', request.userId) };
  if (request.anonymousId !== '') {
    return { anonymousId: parse(AnonymousId, 'anonymous_id', request.anonymousId) };
  }
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    field: 'user_id',
    reason: 'is required when anonymous_id is not given',
  });
}

function parse<Id>(schema: { safeParse(value: unknown): Parsed<Id> }, field: string, value: string): Id {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues[0]?.message ?? 'is not valid';
  throw new CartwiseError('REQUEST_INVALID_FIELD', { field, reason });
}

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };
