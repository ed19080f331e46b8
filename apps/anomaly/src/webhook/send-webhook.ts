import type { NewDelivery } from '#database';
import type { Shop } from '#service';
import { signWebhook } from './sign-webhook.ts';

export type SendOutcome =
  { readonly kind: 'delivered' } | { readonly kind: 'failed'; readonly reason: string };

const REASON_LENGTH_MAX = 300;

/** One try. Only a 2xx counts; a redirect does not, for the answer would come from whom the shop did not name. */
export async function sendWebhook(
  webhook: NonNullable<Shop['webhook']>,
  delivery: NewDelivery,
  options: { readonly nowMs: number; readonly timeoutMs: number },
): Promise<SendOutcome> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'cartwise-webhook',
        'cartwise-delivery': delivery.deliveryId,
        'cartwise-signature': signWebhook(webhook.secret, delivery.body, Math.floor(options.nowMs / 1000)),
      },
      body: delivery.body,
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    // Nothing in it matters, and an unread body would hold the connection.
    await response.body?.cancel();
    return response.ok
      ? { kind: 'delivered' }
      : { kind: 'failed', reason: `answered with status ${response.status}` };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error).slice(0, REASON_LENGTH_MAX) };
  }
}

/** fetch hides why behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
