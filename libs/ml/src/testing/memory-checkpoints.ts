import type { CheckpointStore } from '../checkpoint/checkpoint-store.ts';

/** Checkpoints of a process that lives no longer than they do. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly written: string[] = [];
  private readonly bytesOf = new Map<string, Uint8Array>();

  /** Ends the run as a kill would, right after so many writes. */
  constructor(public writesUntilKilled = Infinity) {}

  read(name: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.bytesOf.get(name)?.slice());
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    this.bytesOf.set(name, bytes.slice());
    this.written.push(name);
    this.writesUntilKilled--;
    return this.writesUntilKilled > 0 ? Promise.resolve() : Promise.reject(new Error('killed'));
  }

  /** Changes the last byte that was written under a name. */
  damage(name: string): void {
    const bytes = this.bytesOf.get(name);
    if (bytes !== undefined) bytes[bytes.length - 1] = 255 - (bytes[bytes.length - 1] ?? 0);
  }
}
