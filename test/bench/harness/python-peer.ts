import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPTS = path.join(import.meta.dirname, '..', 'peers');

export type PeerReply = Readonly<Record<string, unknown>>;

/** A Python program that says hello with a line of JSON, then answers each line it is given with one. */
export interface PythonPeer extends AsyncDisposable {
  readonly hello: PeerReply;
  ask(line: string): Promise<PeerReply>;
}

/** Starts a script of test/bench/peers with one JSON argument; or says why it could not. */
export async function openPythonPeer(
  python: string,
  script: string,
  argument: unknown,
): Promise<PythonPeer | { readonly skipped: string }> {
  const child = spawn(python, [path.join(SCRIPTS, script), JSON.stringify(argument)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const failed = new Promise<{ done: true; value: undefined }>((resolve) => {
    child.once('error', (error) => {
      said = error.message;
      resolve({ done: true, value: undefined });
    });
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<PeerReply | undefined> => {
    const { done, value } = await Promise.race([lines.next(), failed]);
    return done === true ? undefined : (JSON.parse(value) as PeerReply);
  };
  const hello = await next();
  if (hello === undefined) return { skipped: said.trim().split('\n').at(-1) ?? 'it said nothing' };
  return {
    hello,
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const reply = await next();
      if (reply === undefined) throw new Error(`${script} ended: ${said}`);
      return reply;
    },
    async [Symbol.asyncDispose]() {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await exit;
    },
  };
}
