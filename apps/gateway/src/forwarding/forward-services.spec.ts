import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  status as GrpcStatus,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type ServiceError,
} from '@grpc/grpc-js';
import { asIs } from './forwarded-call.ts';
import { forwardServices, type Forwarding } from './forward-services.ts';

const method = (path: string, requestStream: boolean, responseStream: boolean) => ({
  path,
  requestStream,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});
const CATALOG = '/cartwise.catalog.v1.CatalogService/';
const FRAUD = '/cartwise.fraud.v1.FraudService/';
/** Real names with kinds of our own: forwarding does not care. */
const UPSTREAM = {
  catalog: {
    GetItem: method(`${CATALOG}GetItem`, false, false),
    StreamUpsertItems: method(`${CATALOG}StreamUpsertItems`, true, false),
    ListItems: method(`${CATALOG}ListItems`, true, true),
  },
  fraud: { StreamAlerts: method(`${FRAUD}StreamAlerts`, false, true) },
};

const bytes = (text: string) => Buffer.from(text);
const listen = (server: Server) =>
  new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });

describe('forwarding', () => {
  let upstream: Server;
  let gateway: Server;
  let forwarding: Forwarding;
  let client: Client;
  let cancelled: Promise<void>;
  const seen: { metadata?: Metadata; deadline?: number } = {};

  beforeEach(async () => {
    upstream = new Server();
    upstream.addService(UPSTREAM.catalog, {
      GetItem(call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) {
        seen.metadata = call.metadata;
        seen.deadline = Number(call.getDeadline());
        const trailers = new Metadata();
        trailers.set('cartwise-error-field', 'id');
        if (String(call.request) === 'wrong') {
          reply({ code: GrpcStatus.INVALID_ARGUMENT, details: 'id: is wrong', metadata: trailers });
        } else reply(null, bytes(`item ${String(call.request)}`), trailers);
      },
      StreamUpsertItems(call: ServerReadableStream<Buffer, Buffer>, reply: sendUnaryData<Buffer>) {
        let count = 0;
        call.on('data', () => count++);
        call.on('end', () => reply(null, bytes(String(count))));
      },
      ListItems(call: ServerDuplexStream<Buffer, Buffer>) {
        call.on('data', (message: Buffer) => call.write(message));
        call.on('end', () => call.end());
      },
    });
    let onCancelled: () => void;
    cancelled = new Promise((resolve) => (onCancelled = resolve));
    upstream.addService(UPSTREAM.fraud, {
      StreamAlerts(call: ServerWritableStream<Buffer, Buffer>) {
        call.on('cancelled', () => onCancelled());
        const count = Number(String(call.request));
        for (let n = 0; n < count; n++) call.write(Buffer.alloc(10_000, n % 256));
        if (count > 0) call.emit('error', { code: GrpcStatus.ABORTED, details: 'the end' });
        else call.write(bytes('first'));
      },
    });
    const address = `127.0.0.1:${await listen(upstream)}`;
    forwarding = forwardServices({ catalog: address, fraud: address });
    gateway = new Server();
    forwarding.addTo(gateway);
    client = new Client(`127.0.0.1:${await listen(gateway)}`, credentials.createInsecure());
  });

  afterEach(async () => {
    client.close();
    await forwarding.stop();
    gateway.forceShutdown();
    upstream.forceShutdown();
  });

  const getItem = (request: string, metadata = new Metadata(), deadlineMs = 10_000) =>
    new Promise<{ reply?: Buffer | undefined; error?: ServiceError | null; trailers?: Metadata }>(
      (resolve) => {
        const answered: { reply?: Buffer | undefined; error?: ServiceError | null } = {};
        const call = client.makeUnaryRequest(
          UPSTREAM.catalog.GetItem.path,
          asIs,
          asIs,
          bytes(request),
          metadata,
          { deadline: Date.now() + deadlineMs },
          (error, reply) => Object.assign(answered, { error, reply }),
        );
        call.on('status', (status) => resolve({ ...answered, trailers: status.metadata }));
      },
    );

  it('passes a unary call on, with metadata, deadline and trailers', async () => {
    const metadata = new Metadata();
    metadata.set('x-api-key', 'the-key');
    const { reply, trailers } = await getItem('mug', metadata);
    expect(String(reply)).toBe('item mug');
    expect(trailers?.get('cartwise-error-field')).toEqual(['id']);
    expect(seen.metadata?.get('x-api-key')).toEqual(['the-key']);
    expect(seen.deadline).toBeLessThan(Date.now() + 10_500);
  });

  it('passes an error on, with the field at fault in its trailers', async () => {
    const { error } = await getItem('wrong');
    expect(error).toMatchObject({ code: GrpcStatus.INVALID_ARGUMENT, details: 'id: is wrong' });
    expect(error?.metadata.get('cartwise-error-field')).toEqual(['id']);
  });

  it('passes a client stream on', async () => {
    const reply = await new Promise((resolve, reject) => {
      const call = client.makeClientStreamRequest(
        UPSTREAM.catalog.StreamUpsertItems.path,
        asIs,
        asIs,
        (error, value) => (error ? reject(error) : resolve(String(value))),
      );
      for (let n = 0; n < 1_000; n++) call.write(bytes('item'));
      call.end();
    });
    expect(reply).toBe('1000');
  });

  it('passes both directions of a stream on', async () => {
    const call = client.makeBidiStreamRequest(UPSTREAM.catalog.ListItems.path, asIs, asIs);
    const replies: string[] = [];
    for (const text of ['a', 'b', 'c']) call.write(bytes(text));
    call.end();
    for await (const reply of call as AsyncIterable<Buffer>) replies.push(String(reply));
    expect(replies).toEqual(['a', 'b', 'c']);
  });

  it('passes all messages of a stream on before the status that ends it, to a slow reader too', async () => {
    const call = client.makeServerStreamRequest(UPSTREAM.fraud.StreamAlerts.path, asIs, asIs, bytes('300'));
    let received = 0;
    const read = async () => {
      for await (const _ of call as AsyncIterable<Buffer>) {
        received++;
        if (received % 50 === 0) await new Promise(setImmediate);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: GrpcStatus.ABORTED, details: 'the end' });
    expect(received).toBe(300);
  });

  it('cancels the call behind when the caller cancels', async () => {
    const call = client.makeServerStreamRequest(UPSTREAM.fraud.StreamAlerts.path, asIs, asIs, bytes('0'));
    call.on('error', () => undefined);
    call.once('data', () => call.cancel());
    await cancelled;
  });

  it('answers UNAVAILABLE when the service behind is down', async () => {
    upstream.forceShutdown();
    const { error } = await getItem('mug');
    expect(error?.code).toBe(GrpcStatus.UNAVAILABLE);
  });

  it('ends the streams that are open when it stops, so that the server can close', async () => {
    const call = client.makeServerStreamRequest(UPSTREAM.fraud.StreamAlerts.path, asIs, asIs, bytes('0'));
    const ended = new Promise<ServiceError>((resolve) => call.once('error', resolve));
    await new Promise((resolve) => call.once('data', resolve));
    await forwarding.stop();
    expect(await ended).toMatchObject({ code: GrpcStatus.UNAVAILABLE });
    await cancelled;
  });

  it('offers only the packages that have an address', () => {
    expect(forwarding.packages).toEqual(['catalog', 'fraud']);
  });
});
