import { Counter, type Registry } from 'prom-client';
import { CartwiseError } from '#contracts';
import type { Caller } from '../shops/shop-directory.ts';
import { TokenBucket } from './token-bucket.ts';

export interface RateLimitOptions {
  /** For a key without limits of its own; 0 is no limit. */
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly metrics: Registry;
}

/** No bucket where there is no limit. */
interface Buckets {
  readonly events: TokenBucket | undefined;
  readonly requests: TokenBucket | undefined;
}

/** Holds each key to its rates, in this process. There are as many buckets as keys: only known callers get here. */
export class RateLimits {
  private readonly buckets = new Map<string, Buckets>();
  private readonly limited: Counter<'key_id'>;

  constructor(private readonly options: RateLimitOptions) {
    this.limited = new Counter({
      name: 'cartwise_rate_limited_total',
      help: 'Calls refused because their key was over its rate.',
      labelNames: ['key_id'],
      registers: [options.metrics],
    });
  }

  /** Throws RATE_LIMITED with the time to wait; what was refused is not counted. */
  take(caller: Caller, of: keyof Buckets, count: number): void {
    const waitMs = this.bucketsOf(caller)[of]?.take(count) ?? 0;
    if (waitMs === 0) return;
    this.limited.inc({ key_id: caller.keyId });
    throw new CartwiseError('RATE_LIMITED', {
      reason: `the API key sends more ${of} than its rate allows`,
      retryAfterMs: Math.ceil(waitMs),
    });
  }

  private bucketsOf({ keyId, limits }: Caller): Buckets {
    const known = this.buckets.get(keyId);
    if (known) return known;
    const buckets = {
      events: this.bucket(limits.eventsPerSecond ?? this.options.eventsPerSecond),
      requests: this.bucket(limits.requestsPerSecond ?? this.options.requestsPerSecond),
    };
    this.buckets.set(keyId, buckets);
    return buckets;
  }

  private bucket(ratePerSecond: number): TokenBucket | undefined {
    return ratePerSecond === 0 ? undefined : new TokenBucket(ratePerSecond, this.options.nowMs);
  }
}
