import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { Command } from 'commander';
import {
  ExplainRequest,
  ExplainResponse,
  RecommendRequest,
  RecommendResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { ENVIRONMENT } from '../config.ts';
import { addExplain } from './explain.ts';
import { addRecommend } from './recommend.ts';

interface Coded<Message> {
  readonly encode: (message: Message) => { readonly finish: () => Uint8Array };
  readonly decode: (bytes: Uint8Array) => Message;
}

const unary = <Request, Reply>(name: string, request: Coded<Request>, reply: Coded<Reply>) => ({
  path: `/cartwise.recommendation.v1.RecommendationService/${name}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: (message: Request) => Buffer.from(request.encode(message).finish()),
  requestDeserialize: (bytes: Buffer) => request.decode(bytes),
  responseSerialize: (message: Reply) => Buffer.from(reply.encode(message).finish()),
  responseDeserialize: (bytes: Buffer) => reply.decode(bytes),
});

describe('recommend and explain', () => {
  const server = new Server();
  let asked: unknown;

  beforeAll(async () => {
    const answer =
      <Request, Reply>(reply: Reply) =>
      ({ request }: ServerUnaryCall<Request, Reply>, send: sendUnaryData<Reply>) => {
        asked = request;
        send(null, reply);
      };
    server.addService(
      {
        recommend: unary('Recommend', RecommendRequest, RecommendResponse),
        explain: unary('Explain', ExplainRequest, ExplainResponse),
      },
      {
        recommend: answer(RecommendResponse.fromPartial({})),
        explain: answer(ExplainResponse.fromPartial({})),
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    Object.assign(ENVIRONMENT, { CARTWISE_GRPC_URL: `127.0.0.1:${port}`, CARTWISE_API_KEY: 'key' });
  });
  afterAll(() => server.forceShutdown());
  beforeEach(() => void jest.spyOn(console, 'log').mockImplementation(() => undefined));
  afterEach(() => void jest.restoreAllMocks());

  const run = async (...words: readonly string[]) => {
    const program = new Command();
    addRecommend(program);
    addExplain(program);
    await program.parseAsync(words, { from: 'user' });
    return asked;
  };
  const options = ['-c', 'Garden', '-f', 'price < 20', '-p', 'home', '--session', 'spade', 'rake'];
  const list = {
    placement: 'home',
    sessionItemIds: ['spade', 'rake'],
    filter: { categories: ['Garden'], expression: 'price < 20' },
  };

  it('ask for the same list by the same options', async () => {
    expect(await run('recommend', 'ann', ...options)).toMatchObject({ userId: 'ann', ...list });
    const explained = await run('explain', 'ann', 'mug', ...options, '--include-seen');
    expect(explained).toMatchObject({ userId: 'ann', itemId: 'mug', includeSeen: true, ...list });
  });

  it('leave to the placement what is not asked for', async () => {
    for (const words of [
      ['recommend', 'ann'],
      ['explain', 'ann', 'mug'],
    ]) {
      expect(await run(...words, '--placement', 'home')).toMatchObject({ filter: undefined });
    }
    expect(await run('recommend', 'ann', '-p', 'home')).toMatchObject({ limit: 0 });
    expect(await run('recommend', 'ann', '-p', 'home', '-n', '7')).toMatchObject({ limit: 7 });
  });
});
