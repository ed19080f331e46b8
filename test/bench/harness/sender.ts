/** One kind of request, made again and again by the load generator. */
export interface Sender {
  /**
   * Makes the request of this number; resolves to how many units (events, calls) were answered as they should be, and
   * rejects when they were not.
   */
  send(sequence: number): Promise<number>;
  close(): Promise<void>;
}

/** A sender module exports this as `open`; the options are JSON, for they cross a process boundary. */
export type OpenSender<Options> = (options: Options) => Promise<Sender>;
