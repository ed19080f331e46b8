import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  status as GrpcStatus,
  type ClientDuplexStream,
  type ServerDuplexStream,
  type StatusObject,
} from '@grpc/grpc-js';
import { eventually } from '#test-support';
import { asIs } from './forwarded-call.ts';
import { forwardServices, type Forwarding } from './forward-services.ts';

const PATH = '/cartwise.ingestion.v1.IngestionService/StreamEvents';
const STREAM_EVENTS = {
  path: PATH,
  requestStream: true,
  responseStream: true,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
};
const MESSAGES = 2_000;
const MESSAGE = Buffer.alloc(10_000);
/** Far above what the two hops' windows and buffers hold, far below all messages. */
const ON_THE_WAY_MAX = 400;
/** Looked at every few milliseconds. */
const STILL_LOOKS = 20;

type UpstreamCall = ServerDuplexStream<Buffer, Buffer>;

const listen = (server: Server) =>
  new Promise<string>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(`127.0.0.1:${port}`);
    });
  });

/** Writes all messages as fast as the stream takes them; counts those that left. */
function flood(stream: { write(message: Buffer, sent: () => void): boolean; end(): void }) {
  const flow = { sent: 0 };
  for (let n = 0; n < MESSAGES; n++) stream.write(MESSAGE, () => (flow.sent += 1));
  stream.end();
  return flow;
}

/** Waits until nothing more leaves. */
async function stalled(flow: { readonly sent: number }): Promise<number> {
  let [last, looks] = [-1, 0];
  return eventually('the sender is held back', async () => {
    looks = flow.sent === last ? looks + 1 : 0;
    last = flow.sent;
    return looks >= STILL_LOOKS ? last : undefined;
  });
}

describe('forwarding a stream of events', () => {
  const servers: Server[] = [];
  let forwarding: Forwarding;
  let client: Client;
  let upstreamCall: Promise<UpstreamCall>;

  beforeEach(async () => {
    const upstream = new Server();
    upstreamCall = new Promise((resolve) => {
      upstream.addService({ StreamEvents: STREAM_EVENTS }, { StreamEvents: resolve });
    });
    forwarding = forwardServices({ ingestion: await listen(upstream) });
    const gateway = new Server();
    forwarding.addTo(gateway);
    client = new Client(await listen(gateway), credentials.createInsecure());
    servers.push(upstream, gateway);
  });

  afterEach(async () => {
    client.close();
    await forwarding.stop();
    for (const server of servers.splice(0)) server.forceShutdown();
  });

  function open(): { call: ClientDuplexStream<Buffer, Buffer>; status: Promise<StatusObject> } {
    const call = client.makeBidiStreamRequest(PATH, asIs, asIs);
    call.on('error', () => undefined);
    return { call, status: new Promise((resolve) => call.on('status', resolve)) };
  }

  it('holds the sender back while the service behind does not read', async () => {
    const { call, status } = open();
    call.resume();
    const flow = flood(call);
    const behind = await upstreamCall;
    let received = 0;
    behind.on('data', () => (received += 1)).once('data', () => behind.pause());
    behind.on('end', () => behind.end());
    expect(await stalled(flow)).toBeLessThan(ON_THE_WAY_MAX);
    behind.resume();
    expect((await status).code).toBe(GrpcStatus.OK);
    expect(received).toBe(MESSAGES);
  });

  it('holds the service behind back while the caller does not read', async () => {
    const { call, status } = open();
    let received = 0;
    call.on('data', () => (received += 1)).once('data', () => call.pause());
    call.end();
    const flow = flood(await upstreamCall);
    expect(await stalled(flow)).toBeLessThan(ON_THE_WAY_MAX);
    call.resume();
    expect((await status).code).toBe(GrpcStatus.OK);
    expect(received).toBe(MESSAGES);
  });

  it('passes on why the service behind ended the stream, though the caller still sends', async () => {
    const { call, status } = open();
    call.resume();
    call.write(MESSAGE);
    (await upstreamCall).emit('error', { code: GrpcStatus.UNAVAILABLE, details: 'the service is stopping' });
    expect(await status).toMatchObject({ code: GrpcStatus.UNAVAILABLE, details: 'the service is stopping' });
  });
});
