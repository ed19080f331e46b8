import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { status as GrpcStatus } from '@grpc/grpc-js';
import type {
  StreamEventsRequest,
  StreamEventsResponse,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { eventually } from '#test-support';
import type { EventStreamLimits, TakeEvents } from './event-stream.ts';
import {
  acceptedVerdict,
  eventRequest,
  openEventStream,
  serveEventStreams,
  type ServedStream,
} from './testing/serve-event-streams.ts';

const LIMITS: EventStreamLimits = {
  unansweredEventsMax: 50,
  unansweredBytesMax: 1_000_000,
  batchEventsMax: 20,
  batchBytesMax: 500_000,
};
const takeAtOnce: TakeEvents = async (requests) => requests.map(acceptedVerdict);

/** Takes nothing until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const batches: number[] = [];
  const take: TakeEvents = async (requests) => {
    batches.push(requests.length);
    await opened;
    return requests.map(acceptedVerdict);
  };
  return { open, take, batches };
}

/** TCP to a port that can be cut like a cable. */
async function startWire(port: number) {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    sockets.push(near, far);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `127.0.0.1:${address.port}`,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close: () => server.close(),
  };
}

describe('a stream of events', () => {
  const closing: (() => void)[] = [];

  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function start(take: TakeEvents, limits = LIMITS) {
    const server = await serveEventStreams(limits, take);
    const client = openEventStream(server.address);
    closing.push(client.close, server.close);
    const responses: StreamEventsResponse[] = [];
    const read = () => client.call.on('data', (response: StreamEventsResponse) => responses.push(response));
    const served = () => eventually('the call has come', async () => server.streams[0]);
    return { server, ...client, responses, read, served };
  }

  function sendAll(call: { write(request: StreamEventsRequest): boolean; end(): void }, count: number): void {
    for (let n = 0; n < count; n++) call.write(eventRequest(`e-${n}`));
    call.end();
  }

  const isFull = ({ seen }: ServedStream) =>
    seen.read - seen.taken === LIMITS.unansweredEventsMax ? true : undefined;

  it('answers each event, in order, and ends when the sender does', async () => {
    const { call, status, responses, read } = await start(takeAtOnce);
    read();
    sendAll(call, 1_000);
    expect((await status).code).toBe(GrpcStatus.OK);
    expect(responses.map(({ position }) => position)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(responses.map(({ verdict }) => verdict?.eventId)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => `e-${n}`),
    );
  });

  it('holds a sender back that is faster than the log', async () => {
    const slow = gate();
    const { call, status, responses, read, served } = await start(slow.take);
    read();
    sendAll(call, 5_000);
    const stream = await served();
    await eventually('the stream is full', async () => isFull(stream));
    expect(stream.call.isPaused()).toBe(true);
    expect(responses).toEqual([]);
    slow.open();
    await status;
    expect(responses).toHaveLength(5_000);
    expect(stream.seen.unansweredMax).toBe(LIMITS.unansweredEventsMax);
    expect(Math.max(...slow.batches)).toBe(LIMITS.batchEventsMax);
  });

  it('counts bytes as well as events', async () => {
    const slow = gate();
    const { call, served, status, read, responses } = await start(slow.take, {
      ...LIMITS,
      unansweredBytesMax: 1,
    });
    read();
    sendAll(call, 10);
    const stream = await served();
    await eventually('one event is read', async () => (stream.seen.read === 1 ? true : undefined));
    expect(stream.call.isPaused()).toBe(true);
    slow.open();
    await status;
    expect(stream.seen.unansweredMax).toBe(1);
    expect(responses).toHaveLength(10);
  });

  it('stops reading when the caller does not read the verdicts', async () => {
    const total = 30_000;
    const { call, status, responses, read, served } = await start(takeAtOnce);
    read();
    // grpc-js reads without end until the first message is taken.
    call.once('data', () => call.pause());
    sendAll(call, total);
    const stream = await served();
    await eventually('the stream waits for its reader', async () =>
      stream.call.isPaused() && stream.call.writableNeedDrain ? true : undefined,
    );
    // Beside the unanswered events, HTTP/2's window of 64 KB is full of verdicts.
    expect(stream.seen.read).toBeLessThan(total / 2);
    call.resume();
    await status;
    expect(responses).toHaveLength(total);
  });

  it('makes one batch of what arrived while the batch before was on its way', async () => {
    const slow = gate();
    const { call, status, read, served } = await start(slow.take);
    read();
    call.write(eventRequest('first'));
    const stream = await served();
    await eventually('the first batch is on its way', async () => slow.batches[0]);
    for (let n = 0; n < 10; n++) call.write(eventRequest(`e-${n}`));
    call.end();
    await eventually('the rest has arrived', async () => (stream.seen.read === 11 ? true : undefined));
    slow.open();
    await status;
    expect(slow.batches).toEqual([1, 10]);
  });

  it('writes a verdict only when the event is durable', async () => {
    const steps: string[] = [];
    const { call, status } = await start(async (requests) => {
      await new Promise(setImmediate);
      steps.push('durable');
      return requests.map(acceptedVerdict);
    });
    call.on('data', () => steps.push('verdict'));
    call.end(eventRequest('e'));
    await status;
    expect(steps).toEqual(['durable', 'verdict']);
  });

  it('forgets what a caller sent who goes away', async () => {
    const slow = gate();
    const { call, status, served, read } = await start(slow.take);
    read();
    sendAll(call, 5_000);
    const stream = await served();
    await eventually('the stream is full', async () => isFull(stream));
    call.cancel();
    expect((await status).code).toBe(GrpcStatus.CANCELLED);
    await eventually('the server has noticed', async () => (stream.call.cancelled ? true : undefined));
    slow.open();
    await expect(stream.ended).resolves.toBe('cancelled');
    // The batch that was on its way, and no other.
    expect(slow.batches).toHaveLength(1);
  });

  it('answers what it had read when it is stopped', async () => {
    const slow = gate();
    const { call, served, read, responses } = await start(slow.take);
    read();
    for (let n = 0; n < 5_000; n++) call.write(eventRequest(`e-${n}`));
    const stream = await served();
    await eventually('the stream is full', async () => isFull(stream));
    stream.stream.stop();
    slow.open();
    await expect(stream.ended).resolves.toBe('stopped');
    await eventually('the verdicts have come', async () =>
      responses.length === LIMITS.unansweredEventsMax ? true : undefined,
    );
  });

  it('ends with UNAVAILABLE for the caller, and is forgotten, when the connection breaks', async () => {
    const server = await serveEventStreams(LIMITS, gate().take);
    const wire = await startWire(server.port);
    const { call, status, close } = openEventStream(wire.address);
    closing.push(close, wire.close, server.close);
    call.resume();
    call.write(eventRequest('e'));
    const stream = await eventually('the call has come', async () => server.streams[0]);
    wire.cut();
    expect((await status).code).toBe(GrpcStatus.UNAVAILABLE);
    await eventually('the server has noticed', async () => (stream.call.cancelled ? true : undefined));
  });
});
