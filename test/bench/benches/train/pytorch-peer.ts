import { openPythonPeer } from '../../harness/python-peer.ts';
import type { TrainedModelSize, TrainingRate } from './train-for.ts';

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
  const peer = await openPythonPeer(python, 'self_attention.py', { ...size, threads });
  if ('skipped' in peer) return peer;
  return {
    version: `${String(peer.hello['torch'])} on ${String(peer.hello['device'])}`,
    async trainFor(seconds) {
      const reply = await peer.ask(String(seconds));
      const { perSecond, perCpuSecond } = reply;
      if (typeof perSecond !== 'number' || typeof perCpuSecond !== 'number')
        throw new Error(`PyTorch answered ${JSON.stringify(reply)}`);
      return { perSecond, perCpuSecond };
    },
    [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose](),
  };
}
