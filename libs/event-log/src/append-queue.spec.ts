import { describe, expect, it } from '@jest/globals';
import { AppendQueue, type AppendLimits } from './append-queue.ts';
import type { EncodedRecord } from './encoded-record.ts';

const LIMITS: AppendLimits = {
  writeRecordsMax: 4,
  writeBytesMax: 1000,
  inFlightRecordsMax: 10,
  inFlightBytesMax: 2000,
};

const record = (key: string, sizeBytes = 10): EncodedRecord => ({ topic: 't', key, value: null, sizeBytes });
const records = (...keys: string[]) => keys.map((key) => record(key));

/** A writer that is released by hand, one write at a time. */
function gatedWriter() {
  const writes: string[][] = [];
  const gates: { open: () => void; fail: (error: Error) => void }[] = [];
  const write = (batch: readonly EncodedRecord[]) => {
    writes.push(batch.map(({ key }) => key));
    return new Promise<void>((resolve, reject) => gates.push({ open: resolve, fail: reject }));
  };
  const openNext = async () => {
    gates.shift()?.open();
    await new Promise(setImmediate);
  };
  const failNext = async (error: Error) => {
    gates.shift()?.fail(error);
    await new Promise(setImmediate);
  };
  return { writes, write, openNext, failNext };
}

describe('AppendQueue', () => {
  it('gathers what arrives during a write into the next one, in order', async () => {
    const { writes, write, openNext } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    const calls = [queue.append(records('a')), queue.append(records('b')), queue.append(records('c'))];
    await openNext();
    await openNext();
    await Promise.all(calls);
    expect(writes).toEqual([['a'], ['b', 'c']]);
  });

  it('cuts a call that is larger than one write and resolves it after its last piece', async () => {
    const { writes, write, openNext } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    let done = false;
    const call = queue.append(records('a', 'b', 'c', 'd', 'e')).then(() => (done = true));
    await openNext();
    expect(done).toBe(false);
    await openNext();
    await call;
    expect(writes).toEqual([['a', 'b', 'c', 'd'], ['e']]);
  });

  it('refuses with OVERLOADED when too much is in flight, and takes more once it is written', async () => {
    const { write, openNext } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    const first = queue.append([record('a', 900), record('b', 900)]);
    await expect(queue.append([record('c', 900)])).rejects.toMatchObject({
      code: 'OVERLOADED',
      detail: { retryAfterMs: expect.any(Number) },
    });
    await openNext();
    await openNext();
    await first;
    expect(queue.recordsInFlight).toBe(0);
    const again = queue.append([record('c', 900)]);
    await openNext();
    await again;
  });

  it('refuses a call that could never fit', async () => {
    const { write } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    await expect(queue.append([record('a', 2001)])).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  });

  it('fails only the calls of the write that failed, and none of their later pieces is written', async () => {
    const { writes, write, openNext, failNext } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    const doomed = queue.append(records('a', 'b', 'c', 'd', 'e'));
    const later = queue.append(records('f'));
    const outcome = expect(doomed).rejects.toThrow('disk full');
    await failNext(new Error('disk full'));
    await outcome;
    await openNext();
    await later;
    expect(writes).toEqual([['a', 'b', 'c', 'd'], ['f']]);
    expect(queue.recordsInFlight).toBe(0);
  });

  it('settles what it took before it closes, and takes nothing after', async () => {
    const { write, openNext } = gatedWriter();
    const queue = new AppendQueue(write, LIMITS);
    const call = queue.append(records('a'));
    const closed = queue.close();
    await expect(queue.append(records('b'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await openNext();
    await Promise.all([call, closed]);
  });
});
