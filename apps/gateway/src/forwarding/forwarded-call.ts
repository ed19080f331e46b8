import type { Duplex } from 'node:stream';
import {
  Metadata,
  status as GrpcStatus,
  type Client,
  type ServerDuplexStream,
  type StatusObject,
} from '@grpc/grpc-js';

export type RawCall = ServerDuplexStream<Buffer, Buffer>;

/** Bytes in, the same bytes out: what is forwarded is never parsed. */
export const asIs = (bytes: Buffer): Buffer => bytes;

/** Headers of one hop, which each side sets for itself. */
const OF_ONE_HOP = /^(:|grpc-|user-agent$|content-type$|te$|host$|accept-encoding$)/;

/** A call under way: `ended` resolves when its caller has its status, or is gone. */
export interface ForwardedCall {
  readonly ended: Promise<void>;
  /** Answers UNAVAILABLE and cancels the call behind. */
  abandon(): void;
}

const STOPPING = {
  code: GrpcStatus.UNAVAILABLE,
  details: 'the gateway is stopping',
  metadata: new Metadata(),
};

/**
 * Passes one call on: messages with back-pressure, metadata, deadline, trailers and status; cancelling one side cancels
 * the other. On the wire a unary call is a stream of one message each way, so this serves every kind of method.
 */
export function forwardCall(call: RawCall, upstream: Client, path: string): ForwardedCall {
  const forwarded = upstream.makeBidiStreamRequest(path, asIs, asIs, endToEnd(call.metadata), {
    deadline: call.getDeadline(),
  });
  // Both are Node's streams, which grpc-js types by what it adds to them.
  const [near, far] = [call as unknown as Duplex, forwarded as unknown as Duplex];
  let onEnded!: () => void;
  const ended = new Promise<void>((resolve) => (onEnded = resolve));
  call.on('cancelled', () => {
    forwarded.cancel();
    onEnded();
  });
  near.pipe(far);

  let outcome: StatusObject | undefined;
  let drained = false;
  const finish = () => {
    if (outcome === undefined || !drained) return;
    near.unpipe(far);
    // What the caller still sends has nowhere to go.
    call.resume();
    end(call, outcome);
    onEnded();
  };
  forwarded.on('metadata', (metadata) => call.sendMetadata(endToEnd(metadata)));
  forwarded.on('status', (status: StatusObject) => {
    outcome = status;
    finish();
  });
  // Emitted beside 'status', which says the same and more.
  forwarded.on('error', () => undefined);
  // The status may overtake messages that wait for a slow caller.
  forwarded.on('end', () => {
    drained = true;
    finish();
  });
  far.pipe(near, { end: false });
  return {
    ended,
    abandon() {
      outcome = STOPPING;
      drained = true;
      finish();
      forwarded.cancel();
    },
  };
}

function end(call: RawCall, status: StatusObject): void {
  if (status.code === GrpcStatus.OK) call.end(status.metadata);
  else call.emit('error', { code: status.code, details: status.details, metadata: status.metadata });
}

function endToEnd(metadata: Metadata): Metadata {
  const passed = new Metadata();
  for (const key of Object.keys(metadata.getMap())) {
    if (OF_ONE_HOP.test(key)) continue;
    for (const value of metadata.get(key)) passed.add(key, value);
  }
  return passed;
}
