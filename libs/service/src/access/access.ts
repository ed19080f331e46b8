import { CartwiseError } from '#contracts';
import { covers, type Role } from '../shops/role.ts';
import type { Caller, ShopDirectory } from '../shops/shop-directory.ts';
import type { RateLimits } from './rate-limits.ts';

/** Every door's first question: who calls, may they, and is it not too much? */
export class Access {
  constructor(
    private readonly shops: ShopDirectory,
    private readonly limits: RateLimits,
  ) {}

  /** One request that asks for the role `least`. Throws UNAUTHENTICATED, PERMISSION_DENIED or RATE_LIMITED. */
  admit(apiKey: string | undefined, least: Role): Caller {
    const caller = this.authorise(apiKey, least);
    this.limits.take(caller, 'requests', 1);
    return caller;
  }

  /** So many events in one request; they count, the request does not. Throws as `admit` does. */
  admitEvents(apiKey: string | undefined, least: Role, events: number): Caller {
    const caller = this.authorise(apiKey, least);
    // An empty batch is work too.
    this.limits.take(caller, 'events', Math.max(1, events));
    return caller;
  }

  private authorise(apiKey: string | undefined, least: Role): Caller {
    const caller = this.shops.authenticate(apiKey);
    if (covers(caller.role, least)) return caller;
    throw new CartwiseError('PERMISSION_DENIED', {
      reason: `this asks for a key with the role ${least}; the key sent has the role ${caller.role}`,
    });
  }
}
