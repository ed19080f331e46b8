import { CartwiseError } from '#contracts';
import type { EventStream, EventStreamEnd } from './event-stream.ts';

/** The streams that are open in this process. */
export class OpenStreams {
  private readonly open = new Map<EventStream, Promise<EventStreamEnd>>();
  private isStopping = false;

  /** @param max each may hold its bytes of unanswered events */
  constructor(private readonly max: number) {}

  /** Runs a stream to its end. Throws OVERLOADED, or UNAVAILABLE when the service stops before the sender is done. */
  async run(stream: EventStream): Promise<'complete' | 'cancelled'> {
    if (this.isStopping) throw stopping();
    if (this.open.size >= this.max) {
      throw new CartwiseError('OVERLOADED', {
        reason: `${this.open.size} streams are open already`,
        retryAfterMs: 1_000,
      });
    }
    const running = stream.run();
    this.open.set(stream, running);
    try {
      const end = await running;
      if (end === 'stopped') throw stopping();
      return end;
    } finally {
      this.open.delete(stream);
    }
  }

  /** Resolves when all streams have answered what they had read. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stream of this.open.keys()) stream.stop();
    await Promise.allSettled(this.open.values());
  }
}

const stopping = () =>
  new CartwiseError('UNAVAILABLE', {
    reason: 'the service is stopping; send what got no verdict again',
    retryAfterMs: 1_000,
  });
