import { keyedHash } from '../shops/keyed-hasher.ts';
import type { Shop } from '../shops/shops-file.ts';
import type { AuditSubject } from './audit-trail.ts';

/** A profile in the audit log, which outlives the profile: by the keyed hash of its id, which only the shop can ask for. */
export const profileSubject = (shop: Shop, profileId: string): AuditSubject => ({
  kind: 'profile',
  id: keyedHash(shop, 'shopper', profileId),
});
