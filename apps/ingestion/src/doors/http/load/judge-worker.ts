import { parentPort } from 'node:worker_threads';
import { judgePart } from './judge-part.ts';
import type { LoadPart } from './judged-part.ts';

// The entry of a thread of `WorkerJudge`: judges one part after the other.
parentPort?.on('message', (part: LoadPart) => {
  parentPort?.postMessage(judgePart(part));
});
