import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TrainedModelSize, TrainingRate } from './train-for.ts';

const SCRIPT = path.join(import.meta.dirname, '..', '..', 'peers', 'self_attention.py');

/** The same model in PyTorch, in a process of its own that trains when it is told to. */
export interface PyTorchPeer extends AsyncDisposable {
  readonly version: string;
  trainFor(seconds: number): Promise<TrainingRate>;
}

/** The peer, or why there is none. `threads` 0: as many as PyTorch takes by itself. */
export async function openPyTorch(
  python: string,
  size: TrainedModelSize,
  threads: number,
): Promise<PyTorchPeer | { readonly skipped: string }> {
  const child = spawn(python, [SCRIPT, JSON.stringify({ ...size, threads })], {
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
  const next = async (): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const { done, value } = await Promise.race([lines.next(), failed]);
    return done === true ? undefined : (JSON.parse(value) as Readonly<Record<string, unknown>>);
  };
  const hello = await next();
  if (hello === undefined) return { skipped: said.trim().split('\n').at(-1) ?? 'it said nothing' };
  return {
    version: `${String(hello['torch'])} on ${String(hello['device'])}`,
    async trainFor(seconds) {
      child.stdin.write(`${seconds}\n`);
      const { perSecond, perCpuSecond } = (await next()) ?? {};
      if (typeof perSecond !== 'number' || typeof perCpuSecond !== 'number')
        throw new Error(`PyTorch ended: ${said}`);
      return { perSecond, perCpuSecond };
    },
    async [Symbol.asyncDispose]() {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await exit;
    },
  };
}
