import { profileKey, type Event } from '#contracts';

/** Whose session an event is part of. */
export interface SessionOwner {
  readonly kind: 'device' | 'user';
  readonly id: string;
}

/**
 * The device where the event names one: who tries many accounts or cards does it from one place. Else the user or
 * anonymous visitor.
 */
export function sessionOwner(event: Event): SessionOwner {
  const { deviceId } = event.context;
  return deviceId === undefined ? { kind: 'user', id: profileKey(event) } : { kind: 'device', id: deviceId };
}
