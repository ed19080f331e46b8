import type { Writable } from 'node:stream';
import type { Observable } from 'rxjs';
import type { ShopId } from '#contracts';
import type { StreamAlertsRequest, StreamAlertsResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore } from '#database';
import type { AlertFeed } from './alert-feed.ts';
import { alertsSince } from './alerts-since.ts';
import { streamToCall } from './stream-to-call.ts';

/** Opens a stream of a shop's alerts for a caller. */
export class AlertStreams {
  constructor(
    private readonly feed: AlertFeed,
    private readonly alerts: AlertStore,
  ) {}

  open(
    shopId: ShopId,
    request: StreamAlertsRequest,
    call: Writable | undefined,
  ): Observable<StreamAlertsResponse> {
    const subscription = this.feed.subscribe(shopId);
    const { alerts } = this;
    async function* replies(): AsyncGenerator<StreamAlertsResponse> {
      for await (const alert of alertsSince(alerts, shopId, subscription, request)) yield { alert };
    }
    return streamToCall(replies(), call, () => this.feed.unsubscribe(subscription));
  }
}
