import { describe, expect, it } from '@jest/globals';
import {
  status as GrpcStatus,
  type sendUnaryData,
  type ServerReadableStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import type { Alert } from '@cartwise/client';
import {
  CatalogServiceService,
  StreamUpsertItemsResponse,
  type StreamUpsertItemsRequest,
} from '../src/generated/cartwise/catalog/v1/catalog.ts';
import {
  FraudServiceService,
  StreamAlertsResponse,
  type StreamAlertsRequest,
} from '../src/generated/cartwise/fraud/v1/fraud.ts';
import { failure, serve } from './serve.ts';

const { streamAlerts } = FraudServiceService;
const { streamUpsertItems } = CatalogServiceService;

/** Writes two alerts and leaves the stream open. */
function alertService() {
  const requests: StreamAlertsRequest[] = [];
  let onCancelled: () => void;
  const cancelled = new Promise<void>((resolve) => (onCancelled = resolve));
  const method = (call: ServerWritableStream<StreamAlertsRequest, StreamAlertsResponse>) => {
    requests.push(call.request);
    call.on('cancelled', () => onCancelled());
    for (const alertId of ['a-1', 'a-2'])
      call.write(StreamAlertsResponse.fromPartial({ alert: { alertId } }));
  };
  return { method, requests, cancelled };
}

describe('a stream of alerts', () => {
  it('ends at the service when its reader stops', async () => {
    const { method, requests, cancelled } = alertService();
    using service = await serve({ streamAlerts }, { streamAlerts: method });
    const read: Alert[] = [];
    for await (const alert of service.client.fraud.streamAlerts({ scoreMin: 0.5 })) {
      read.push(alert);
      if (read.length === 2) break;
    }
    await cancelled;
    expect(read.map(({ alertId }) => alertId)).toEqual(['a-1', 'a-2']);
    expect(requests).toEqual([{ scoreMin: 0.5, sinceMs: 0 }]);
  });

  it('ends with the reason of its signal', async () => {
    const { method, cancelled } = alertService();
    using service = await serve({ streamAlerts }, { streamAlerts: method });
    const aborting = new AbortController();
    const read = async () => {
      const alerts = service.client.fraud.streamAlerts({ signal: aborting.signal });
      for await (const _ of alerts) aborting.abort(new Error('enough'));
    };
    await expect(read()).rejects.toThrow('enough');
    await cancelled;
  });

  it('ends with what the service ends it with', async () => {
    const method = (call: ServerWritableStream<StreamAlertsRequest, StreamAlertsResponse>) =>
      call.emit(
        'error',
        failure(GrpcStatus.PERMISSION_DENIED, { 'cartwise-error-code': 'PERMISSION_DENIED' }),
      );
    using service = await serve({ streamAlerts }, { streamAlerts: method });
    await expect(service.client.fraud.streamAlerts().next()).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });
});

describe('a stream of items', () => {
  type Call = ServerReadableStream<StreamUpsertItemsRequest, StreamUpsertItemsResponse>;

  it('sends them all and answers what became of them', async () => {
    using service = await serve(
      { streamUpsertItems },
      {
        streamUpsertItems(call: Call, reply: sendUnaryData<StreamUpsertItemsResponse>) {
          let accepted = 0;
          call.on('data', () => (accepted += 1));
          call.on('end', () => reply(null, StreamUpsertItemsResponse.fromPartial({ accepted })));
        },
      },
    );
    const items = Array.from({ length: 2_000 }, (_, n) => ({ id: `item-${n}` }));
    const { accepted } = await service.client.catalog.streamUpsertItems(items);
    expect(accepted).toBe(2_000);
  });

  it('fails with what reading the items failed with', async () => {
    using service = await serve({ streamUpsertItems }, { streamUpsertItems: (call: Call) => call.resume() });
    async function* broken() {
      yield { id: 'mug' };
      throw new Error('the file is broken');
    }
    await expect(service.client.catalog.streamUpsertItems(broken())).rejects.toThrow('the file is broken');
  });

  it('fails with what the service refuses it with', async () => {
    using service = await serve(
      { streamUpsertItems },
      {
        streamUpsertItems: (_: Call, reply: sendUnaryData<StreamUpsertItemsResponse>) =>
          reply(failure(GrpcStatus.UNAUTHENTICATED)),
      },
    );
    const items = Array.from({ length: 10_000 }, (_, n) => ({ id: `item-${n}` }));
    await expect(service.client.catalog.streamUpsertItems(items)).rejects.toMatchObject({
      status: 'UNAUTHENTICATED',
    });
  });
});
