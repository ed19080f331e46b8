import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Part } from './part.ts';
import { sendAll } from './send-all.ts';

async function* parts(count: number): AsyncGenerator<Part> {
  for (let index = 1; index <= count; index++) {
    yield { firstEvent: index, rowsThrough: index, eventRows: [index], junk: [], body: Buffer.alloc(0) };
  }
}

describe('sending parts', () => {
  it('keeps four under way and tells of them in order, though they end in another', async () => {
    let underWay = 0;
    let mostUnderWay = 0;
    const done: number[] = [];
    await sendAll(
      parts(20),
      async ({ firstEvent }) => {
        mostUnderWay = Math.max(mostUnderWay, ++underWay);
        for (let turns = 20 - firstEvent; turns >= 0; turns--) await tick();
        underWay -= 1;
        return firstEvent;
      },
      async (_, answer) => void done.push(answer),
    );
    expect(mostUnderWay).toBe(4);
    expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('ends with the first failure, tells of nothing behind it, and leaves nothing under way', async () => {
    let underWay = 0;
    const done: number[] = [];
    const sending = sendAll(
      parts(20),
      async ({ firstEvent }) => {
        underWay += 1;
        await tick();
        underWay -= 1;
        if (firstEvent === 3) throw new Error('no room');
        return firstEvent;
      },
      async (_, answer) => void done.push(answer),
    );
    await expect(sending).rejects.toThrow('no room');
    expect(done).toEqual([1, 2]);
    expect(underWay).toBe(0);
  });
});
