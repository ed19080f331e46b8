import { createHash } from 'node:crypto';
import { packArrays, unpackArrays, type NamedArrays } from '../artifact/arrays.ts';
import type { Random } from '../random.ts';
import type { CheckpointStore } from './checkpoint-store.ts';

/** One stage of a run that can be gone on with. */
export interface Checkpoint {
  /** What was last saved in a run of this identity; chance then goes on as it would have gone on there. */
  load(): Promise<NamedArrays | undefined>;
  save(arrays: NamedArrays): Promise<void>;
}

/** How the outcome of a stage is kept. */
export interface CheckpointCodec<T> {
  encode(outcome: T): NamedArrays;
  decode(arrays: NamedArrays): T;
}

const HASH_BYTES = 32;
const RANDOM = 'random state';

/**
 * The checkpoints of one run: the identity of the run, a hash, the stage's arrays and the state of chance. What was saved by
 * a run of another identity, or is damaged, counts for nothing. Without a store nothing is kept.
 */
export class Checkpoints {
  constructor(
    private readonly random: Random,
    private readonly kept?: {
      readonly store: CheckpointStore;
      readonly identity: Uint8Array;
      readonly onResume: (stage: string) => void;
    },
  ) {}

  /** Does the work of a stage, unless the run did it before it was killed. */
  async stage<T>(name: string, codec: CheckpointCodec<T>, work: () => Promise<T> | T): Promise<T> {
    const checkpoint = this.at(name);
    const saved = await checkpoint.load();
    if (saved !== undefined) return codec.decode(saved);
    const outcome = await work();
    await checkpoint.save(codec.encode(outcome));
    return outcome;
  }

  at(name: string): Checkpoint {
    return { load: () => this.load(name), save: (arrays) => this.save(name, arrays) };
  }

  private async load(name: string): Promise<NamedArrays | undefined> {
    const bytes = await this.kept?.store.read(name);
    if (this.kept === undefined || bytes === undefined) return undefined;
    const [identity, hash, body] = [
      bytes.subarray(0, HASH_BYTES),
      bytes.subarray(HASH_BYTES, 2 * HASH_BYTES),
      bytes.subarray(2 * HASH_BYTES),
    ];
    if (!isEqual(identity, this.kept.identity) || !isEqual(hash, sha256(body))) return undefined;
    const { [RANDOM]: random, ...arrays } = unpackArrays(body);
    if (!(random instanceof Int32Array)) return undefined;
    this.random.restore(random);
    this.kept.onResume(name);
    return arrays;
  }

  private async save(name: string, arrays: NamedArrays): Promise<void> {
    if (this.kept === undefined) return;
    const body = packArrays({ ...arrays, [RANDOM]: this.random.saved() });
    const bytes = new Uint8Array(2 * HASH_BYTES + body.length);
    bytes.set(this.kept.identity);
    bytes.set(sha256(body), HASH_BYTES);
    bytes.set(body, 2 * HASH_BYTES);
    await this.kept.store.write(name, bytes);
  }
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
