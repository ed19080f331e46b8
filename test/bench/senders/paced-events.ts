import type { OpenSender } from '../harness/sender.ts';
import { Backlog, type BacklogOptions } from './backlog.ts';
import { open as openHttpEvents, type HttpEventsOptions } from './http-events.ts';

export interface PacedEventsOptions extends HttpEventsOptions {
  readonly backlog: BacklogOptions;
}

/** The same traffic, no faster than the consumers. */
export const open: OpenSender<PacedEventsOptions> = async (options) => {
  const [events, backlog] = [await openHttpEvents(options), await Backlog.open(options.backlog)];
  return {
    async send(sequence) {
      await backlog.room(options.batchSize);
      return events.send(sequence);
    },
    async close() {
      await backlog[Symbol.asyncDispose]();
      await events.close();
    },
  };
};
