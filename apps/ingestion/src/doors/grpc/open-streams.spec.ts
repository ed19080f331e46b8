import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#test-support';
import { EventStream } from './event-stream.ts';
import { OpenStreams } from './open-streams.ts';
import { acceptedVerdict, openEventStream, serveEventStreams } from './testing/serve-event-streams.ts';

const LIMITS = {
  unansweredEventsMax: 10,
  unansweredBytesMax: 1_000,
  batchEventsMax: 10,
  batchBytesMax: 1_000,
};

describe('the open streams of a process', () => {
  const closing: (() => void)[] = [];

  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** Streams on real calls that send nothing. */
  async function quietStreams(count: number): Promise<EventStream[]> {
    const take = async () => [];
    const server = await serveEventStreams(LIMITS, async (requests) => requests.map(acceptedVerdict));
    closing.push(server.close);
    for (let n = 0; n < count; n++) closing.unshift(openEventStream(server.address).close);
    const calls = await eventually('the calls have come', async () =>
      server.streams.length === count ? server.streams : undefined,
    );
    return calls.map(({ call }) => new EventStream(call, LIMITS, take));
  }

  it('are so many and no more, until one ends', async () => {
    const streams = new OpenStreams(1);
    const [first, second, third] = await quietStreams(3);
    if (!first || !second || !third) throw new Error('three calls were opened');
    const running = streams.run(first);
    await expect(streams.run(second)).rejects.toMatchObject({ code: 'OVERLOADED' });
    first.stop();
    await expect(running).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const later = streams.run(third);
    const stopped = streams.stop();
    await expect(later).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await stopped;
  });

  it('are refused when the service stops', async () => {
    const streams = new OpenStreams(1);
    const [stream] = await quietStreams(1);
    if (!stream) throw new Error('a call was opened');
    await streams.stop();
    await expect(streams.run(stream)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
