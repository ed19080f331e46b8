import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EchoPlan } from './echo-server.ts';
import type { GrpcCall } from './grpc-client.ts';

const REGISTER = new URL('../../../scripts/typescript/register.mjs', import.meta.url).href;
const SERVER = fileURLToPath(new URL('./echo-server.ts', import.meta.url));

export interface Echo extends AsyncDisposable {
  readonly pid: number;
  readonly address: string;
}

/** A bare grpc-js server that answers `reply` to every call: what a service is measured beside. */
export async function startEcho<Request, Reply>(of: GrpcCall<Request, Reply>, reply: Reply): Promise<Echo> {
  const child = fork(SERVER, [], { execArgv: ['--import', REGISTER] });
  const exit = once(child, 'exit');
  const plan: EchoPlan = {
    path: of.path,
    reply: Buffer.from(of.reply.encode(reply).finish()).toString('base64'),
  };
  child.send(plan);
  const port = await Promise.race([
    once(child, 'message').then(([told]) => Number(told)),
    exit.then(([code]) => Promise.reject(new Error(`the echo server ended with ${String(code)}`))),
  ]);
  if (child.pid === undefined) throw new Error('the echo server did not start');
  return {
    pid: child.pid,
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await exit;
    },
  };
}
