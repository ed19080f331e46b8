import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const REGISTER = new URL('../../../../scripts/typescript/register.mjs', import.meta.url).href;
const SERVER = fileURLToPath(new URL('./echo-server.ts', import.meta.url));

export interface Echo extends AsyncDisposable {
  readonly pid: number;
  readonly address: string;
}

/** The bare grpc-js server beside which ScoreOrder is measured. */
export async function startEcho(): Promise<Echo> {
  const child = fork(SERVER, [], { execArgv: ['--import', REGISTER] });
  const exit = once(child, 'exit');
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
