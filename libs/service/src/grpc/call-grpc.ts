import { Metadata, type Client, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { createGrpcClient } from './grpc-client.ts';
import type { GrpcPackage } from './grpc-packages.ts';

const DEADLINE_MS = 10_000;

/** A method of a client that was made from a proto at run time. */
type Unary<Reply> = (
  request: object,
  metadata: Metadata,
  options: { readonly deadline: Date },
  callback: (error: ServiceError | null, reply?: Reply) => void,
) => void;
type ServerStream<Reply> = (request: object, metadata: Metadata) => ClientReadableStream<Reply>;

export interface GrpcTarget {
  /** host:port */
  readonly address: string;
  readonly apiKey: string;
}

export interface GrpcMethod {
  readonly package: GrpcPackage;
  readonly service: string;
  /** In camel case: "recommend". */
  readonly method: string;
}

/** One call with the shop's key. Rejects with grpc-js's ServiceError: status code, details, trailers. */
export async function callGrpc<Reply>(
  target: GrpcTarget,
  method: GrpcMethod,
  request: object,
): Promise<Reply> {
  const client = createGrpcClient(target.address, method.package, method.service);
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const options = { deadline: new Date(Date.now() + DEADLINE_MS) };
      memberOf<Unary<Reply>>(client, method).call(
        client,
        request,
        withKey(target),
        options,
        (error, reply) => {
          if (reply === undefined) reject(error ?? new Error('no reply'));
          else resolve(reply);
        },
      );
    });
  } finally {
    client.close();
  }
}

/** A stream of replies until the service ends it or the caller stops reading. */
export async function* streamGrpc<Reply>(
  target: GrpcTarget,
  method: GrpcMethod,
  request: object,
): AsyncGenerator<Reply> {
  const client = createGrpcClient(target.address, method.package, method.service);
  const stream = memberOf<ServerStream<Reply>>(client, method).call(client, request, withKey(target));
  try {
    for await (const reply of stream as AsyncIterable<Reply>) yield reply;
  } finally {
    stream.cancel();
    client.close();
  }
}

function memberOf<Member>(client: Client, { service, method }: GrpcMethod): Member {
  const member: unknown = Reflect.get(client, method);
  if (typeof member !== 'function') throw new TypeError(`${service} has no method ${method}`);
  // The proto says whether it streams; the caller names the right kind.
  return member as Member;
}

function withKey(target: GrpcTarget): Metadata {
  const metadata = new Metadata();
  metadata.set('x-api-key', target.apiKey);
  return metadata;
}
