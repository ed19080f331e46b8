import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { GrpcCall } from './grpc-client.ts';
import { RECOMMEND, SCORE_ORDER, SIMILAR_ITEMS } from './grpc-methods.ts';

// The most that grpc-js can do: it reads the same request and answers one and the same reply, encoded each time, with
// nothing between. A process of its own: it is told what to answer over IPC, tells its port, and ends with its parent.

/** What the echo answers with: a reply of the service it stands beside, in base64. */
export interface EchoPlan {
  readonly path: string;
  readonly reply: string;
}

function serve<Request, Reply>(of: GrpcCall<Request, Reply>, replyBytes: Uint8Array): Server {
  const reply = of.reply.decode(replyBytes);
  const server = new Server();
  server.addService(
    {
      call: {
        path: of.path,
        requestStream: false,
        responseStream: false,
        requestSerialize: (request: Request) => Buffer.from(of.request.encode(request).finish()),
        requestDeserialize: (bytes: Buffer) => of.request.decode(bytes),
        responseSerialize: (message: Reply) => Buffer.from(of.reply.encode(message).finish()),
        responseDeserialize: (bytes: Buffer) => of.reply.decode(bytes),
      },
    },
    {
      call: (_call: ServerUnaryCall<Request, Reply>, answer: sendUnaryData<Reply>) => answer(null, reply),
    },
  );
  return server;
}

function serverOf({ path, reply }: EchoPlan): Server {
  const bytes = Buffer.from(reply, 'base64');
  switch (path) {
    case RECOMMEND.path:
      return serve(RECOMMEND, bytes);
    case SIMILAR_ITEMS.path:
      return serve(SIMILAR_ITEMS, bytes);
    case SCORE_ORDER.path:
      return serve(SCORE_ORDER, bytes);
    default:
      throw new Error(`no echo of ${path}`);
  }
}

process.once('message', (plan: EchoPlan) => {
  serverOf(plan).bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.send?.(port);
  });
});
process.once('disconnect', () => process.exit(0));
