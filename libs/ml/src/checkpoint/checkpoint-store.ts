/** Where a training run keeps what it has done, so that one that was killed goes on from there. */
export interface CheckpointStore {
  /** The bytes last written under a name; undefined when there are none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** In place of those written before under the name. A process that dies meanwhile leaves either, whole. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}
