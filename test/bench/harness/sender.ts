/** The server said, in its own words, that it has too much to do and when to come again. */
export const REFUSED = 'refused';

/** One kind of request, made again and again by the load generator. */
export interface Sender {
  /**
   * Makes the request of this number; resolves to how many units (events, calls) were answered as they should be, or
   * to REFUSED where the benchmark is about that, and rejects otherwise.
   */
  send(sequence: number): Promise<number | typeof REFUSED>;
  close(): Promise<void>;
}

/** A sender module exports this as `open`; the options are JSON, for they cross a process boundary. */
export type OpenSender<Options> = (options: Options) => Promise<Sender>;
