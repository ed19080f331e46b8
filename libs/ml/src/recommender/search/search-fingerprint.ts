import { createHash } from 'node:crypto';
import type { SearchData } from './trial.ts';

/** SHA-256 of all that decides what the trials of a search give and which there are; `settings` as JSON. */
export function searchFingerprint({ corpus, questions, repeats }: SearchData, settings: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify({ settings, repeats }));
  const add = ({ buffer, byteOffset, byteLength }: ArrayBufferView): void => {
    // Lengths part one array from the next.
    hash.update(`${byteLength};`).update(new Uint8Array(buffer, byteOffset, byteLength));
  };
  add(Int32Array.of(corpus.itemCount));
  add(corpus.items);
  add(corpus.kinds);
  add(corpus.timesMs);
  add(corpus.sequenceOf);
  add(corpus.groupOf);
  for (const { task, history, targets } of questions) {
    hash.update(task);
    add(history.items);
    add(history.kinds);
    add(Int32Array.from(targets));
  }
  return hash.digest('hex');
}
