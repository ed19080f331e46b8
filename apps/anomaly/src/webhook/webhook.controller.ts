import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import * as proto from '#contracts/generated/cartwise/fraud/v1/webhooks';
import { Database, WebhookStore, type DeliveryStatus, type StoredDelivery } from '#database';
import { Access, actorOf, AuditTrail, grpcKey, parseRequest } from '#service';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';
import { ListDeliveriesFields, ReplayDeliveriesFields } from './webhook-requests.ts';
import { WebhookWorker } from './webhook-worker.ts';

const { DELIVERY_STATUS_PENDING, DELIVERY_STATUS_DONE, DELIVERY_STATUS_DEAD } = proto.DeliveryStatus;
const NAMES: Readonly<Record<DeliveryStatus, proto.DeliveryStatus>> = {
  pending: DELIVERY_STATUS_PENDING,
  done: DELIVERY_STATUS_DONE,
  dead: DELIVERY_STATUS_DEAD,
};
/** One statement; what is left is replayed by asking again. */
const DEAD_REPLAYED_MAX = 10_000;

@Controller()
export class WebhookController implements proto.WebhookService {
  constructor(
    private readonly access: Access,
    private readonly database: Database,
    private readonly store: WebhookStore,
    private readonly worker: WebhookWorker,
    private readonly audit: AuditTrail,
  ) {}

  @GrpcMethod('WebhookService', 'ListDeliveries')
  async listDeliveries(
    request: proto.ListDeliveriesRequest,
    metadata?: Metadata,
  ): Promise<proto.ListDeliveriesResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { status, pageSize, pageToken } = parseRequest(ListDeliveriesFields, request);
    const after = positionOf(pageToken);
    const rows = await this.store.list(shop.id, {
      // The names are keys of NAMES.
      status: (Object.keys(NAMES) as DeliveryStatus[]).find((name) => NAMES[name] === status),
      limit: pageSize,
      after: after && { createdAtMicros: after.at, deliveryId: after.id },
    });
    const last = rows.length === pageSize ? rows.at(-1) : undefined;
    return {
      deliveries: rows.map(toMessage),
      nextPageToken: last === undefined ? '' : pageTokenOf({ at: last.createdAtMicros, id: last.deliveryId }),
    };
  }

  @GrpcMethod('WebhookService', 'ReplayDeliveries')
  async replayDeliveries(
    request: proto.ReplayDeliveriesRequest,
    metadata?: Metadata,
  ): Promise<proto.ReplayDeliveriesResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { deliveryIds, allDead } = parseRequest(ReplayDeliveriesFields, request);
    const replayed = await this.database.transaction(async (sql) => {
      const wanted = allDead ? { deadMax: DEAD_REPLAYED_MAX } : deliveryIds;
      const count = await this.store.replay(sql, caller.shop.id, wanted);
      await this.audit.changed(sql, actorOf(caller), {
        action: 'webhook.replayed',
        subject: { kind: 'webhook', id: caller.shop.id },
        detail: `${count} deliveries${allDead ? ', all that were given up' : `: ${deliveryIds.join(' ')}`}`,
      });
      return count;
    });
    this.worker.wake();
    return { replayed };
  }
}

function toMessage({ status, createdAtMicros, ...delivery }: StoredDelivery): proto.Delivery {
  return { ...delivery, status: NAMES[status], createdAtMs: Math.floor(createdAtMicros / 1000) };
}
