import { z } from 'zod';
import { AnonymousId, EpochMs, EventId, KeyedHash, SessionId, ShopId, UserId } from '../ids.ts';

/** A short free text; anything longer is somebody's mistake. */
export const text = (lengthMax: number) => z.string().max(lengthMax);
export const Country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as "GB"');

/** Where the shopper was. The address itself is never kept: its keyed hash and its /24 (or /48) are. */
export const EventContext = z
  .object({
    ipHash: KeyedHash.optional(),
    ipPrefix: text(64).optional(),
    userAgent: text(512).optional(),
    locale: text(35).optional(),
    timezone: text(64).optional(),
    pageUrl: text(2048).optional(),
    referrer: text(2048).optional(),
    campaign: text(256).optional(),
    deviceId: text(256).optional(),
    deviceType: text(32).optional(),
    appVersion: text(64).optional(),
  })
  .readonly();
export type EventContext = z.infer<typeof EventContext>;

export const Consent = z.object({ analytics: z.boolean(), personalisation: z.boolean() }).readonly();
export type Consent = z.infer<typeof Consent>;

/** The door an event came through. */
export const EventSource = z.enum(['http', 'grpc', 'kafka', 'import']);
export type EventSource = z.infer<typeof EventSource>;

/**
 * What every event carries. At least one of `userId` and `anonymousId` is present: the parser holds that.
 * `eventTime` is the sender's clock corrected for its skew, `receivedAt` ours.
 */
export const envelope = {
  eventId: EventId,
  schemaVersion: z.literal(1),
  shopId: ShopId,
  userId: UserId.optional(),
  anonymousId: AnonymousId.optional(),
  sessionId: SessionId.optional(),
  eventTime: EpochMs,
  sentAt: EpochMs,
  receivedAt: EpochMs,
  source: EventSource,
  context: EventContext,
  consent: Consent,
};
