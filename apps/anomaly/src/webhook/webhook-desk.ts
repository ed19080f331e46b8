import { randomUUID } from 'node:crypto';
import type { NewDelivery, Sql, WebhookStore } from '#database';
import type { Shop, ShopDirectory } from '#service';
import { slackBody } from './slack-body.ts';
import type { WebhookEvent } from './webhook-event.ts';

/** Has shops' webhooks called for what happens in a transaction: the deliveries are rows of the same one. */
export class WebhookDesk {
  constructor(
    private readonly store: WebhookStore,
    private readonly shops: ShopDirectory,
  ) {}

  /** For the events that the shop wants to hear of, if it has a webhook. */
  async call(sql: Sql, events: readonly WebhookEvent[]): Promise<void> {
    const deliveries = events.flatMap((event) => {
      const webhook = this.shops.get(event.shopId)?.webhook;
      const isWanted = webhook?.events === undefined || webhook.events.includes(event.type);
      return webhook === undefined || !isWanted ? [] : [deliveryOf(event, webhook)];
    });
    await this.store.insert(sql, deliveries);
  }
}

function deliveryOf(event: WebhookEvent, { format }: NonNullable<Shop['webhook']>): NewDelivery {
  const deliveryId = randomUUID();
  const { shopId, type, ...content } = event;
  return {
    deliveryId,
    shopId,
    type,
    ...aboutOf(event),
    body: format === 'slack' ? slackBody(event) : JSON.stringify({ type, deliveryId, shopId, ...content }),
  };
}

function aboutOf(event: WebhookEvent): Pick<NewDelivery, 'alertId' | 'caseId'> {
  if ('alert' in event) return { alertId: event.alert.alertId, caseId: event.alert.caseId };
  return { alertId: '', caseId: 'case' in event ? event.case.caseId : '' };
}
