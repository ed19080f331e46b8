import { Client, credentials, Metadata, type ClientReadableStream } from '@grpc/grpc-js';
import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { GrpcTarget } from '#service';

/** What the generated message types offer. */
export interface MessageCodec<T> {
  encode(message: T): BinaryWriter;
  decode(bytes: BinaryReader | Uint8Array): T;
  /** The message with what is left out at its default. */
  fromPartial(message: Partial<T>): T;
}

export interface GrpcCall<Request, Reply> {
  /** "/cartwise.recommendation.v1.RecommendationService/Recommend" */
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly reply: MessageCodec<Reply>;
}

const DEADLINE_MS = 10_000;

/** One connection that is kept, with the generated codecs: a client as a backend would have it. */
export class GrpcClient implements Disposable {
  private readonly client: Client;
  private readonly metadata = new Metadata();

  constructor({ address, apiKey }: GrpcTarget) {
    // A subchannel of its own: clients of one process would otherwise share one connection.
    this.client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    this.metadata.set('x-api-key', apiKey);
  }

  call<Request, Reply>(of: GrpcCall<Request, Reply>, request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        of.path,
        serialised(of.request),
        deserialised(of.reply),
        request,
        this.metadata,
        { deadline: Date.now() + DEADLINE_MS },
        (error, reply) => (reply === undefined ? reject(error ?? new Error('no reply')) : resolve(reply)),
      );
    });
  }

  /** The replies of a stream, until it is cancelled. */
  stream<Request, Reply>(of: GrpcCall<Request, Reply>, request: Request): ClientReadableStream<Reply> {
    return this.client.makeServerStreamRequest(
      of.path,
      serialised(of.request),
      deserialised(of.reply),
      request,
      this.metadata,
    );
  }

  [Symbol.dispose](): void {
    this.client.close();
  }
}

const serialised =
  <T>(codec: MessageCodec<T>) =>
  (message: T) =>
    Buffer.from(codec.encode(message).finish());

const deserialised =
  <T>(codec: MessageCodec<T>) =>
  (bytes: Buffer) =>
    codec.decode(bytes);
