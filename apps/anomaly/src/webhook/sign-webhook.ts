import { createHmac } from 'node:crypto';

/**
 * The value of the cartwise-signature header: "t=SECONDS,v1=HEX", an HMAC-SHA-256 of "SECONDS.BODY" under the shop's
 * webhook secret. The time is inside, so that a receiver can refuse an old request that somebody sends again.
 */
export function signWebhook(secret: string, body: string, timeSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timeSeconds}.${body}`).digest('hex');
  return `t=${timeSeconds},v1=${digest}`;
}
