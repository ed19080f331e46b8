import { profileKey, type Event } from '#contracts';

/** Whom velocity is counted for. The order is part of the stored format: add at the end. */
export const ENTITY_KINDS = ['user', 'device', 'address', 'card', 'ip'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** The ids an event names, by kind. Personal ones are keyed hashes already. */
export type Entities = Readonly<Partial<Record<EntityKind, string>>>;

/** The entities of one event; the user is the profile key, so that guests are counted too. */
export function entitiesOf(event: Event): Entities {
  const address = 'addressHash' in event ? event.addressHash : undefined;
  const card = 'cardHash' in event ? event.cardHash : undefined;
  return {
    user: profileKey(event),
    ...(event.context.deviceId === undefined ? {} : { device: event.context.deviceId }),
    ...(address === undefined ? {} : { address }),
    ...(card === undefined ? {} : { card }),
    ...(event.context.ipHash === undefined ? {} : { ip: event.context.ipHash }),
  };
}
