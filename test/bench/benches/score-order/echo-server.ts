import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import {
  Decision,
  ScoreOrderRequest,
  ScoreOrderResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import { SCORE_ORDER } from '../../harness/grpc-methods.ts';

// The most that grpc-js can do: it reads the same request and answers an approval, with nothing between. A process of
// its own, that tells its port over IPC and ends with its parent.

const REPLY = ScoreOrderResponse.fromPartial({
  decision: Decision.DECISION_APPROVE,
  score: 0.01,
  modelVersion: 'echo',
  rulesVersion: 'echo',
  tookMs: 0.5,
});
const server = new Server();
server.addService(
  {
    ScoreOrder: {
      path: SCORE_ORDER.path,
      requestStream: false,
      responseStream: false,
      requestSerialize: (request: ScoreOrderRequest) =>
        Buffer.from(ScoreOrderRequest.encode(request).finish()),
      requestDeserialize: (bytes: Buffer) => ScoreOrderRequest.decode(bytes),
      responseSerialize: (reply: ScoreOrderResponse) =>
        Buffer.from(ScoreOrderResponse.encode(reply).finish()),
      responseDeserialize: (bytes: Buffer) => ScoreOrderResponse.decode(bytes),
    },
  },
  {
    ScoreOrder: (
      _call: ServerUnaryCall<ScoreOrderRequest, ScoreOrderResponse>,
      answer: sendUnaryData<ScoreOrderResponse>,
    ) => answer(null, REPLY),
  },
);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.send?.(port);
});
process.once('disconnect', () => process.exit(0));
