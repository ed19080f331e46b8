import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../event-log.ts';
import { SharedReader } from './shared-reader.ts';

const recordAt = (offset: number, sizeBytes = 10): LogRecord => ({
  partition: 0,
  offset,
  key: 'demo/u:1',
  value: new Uint8Array(sizeBytes),
  appendedAt: 0,
});

/** A partition in memory that counts how often it is read. */
class Partition {
  readonly records: LogRecord[] = [];
  reads = 0;
  readonly reader = new SharedReader(
    async (fromOffset, recordsMax) => {
      this.reads++;
      return this.records.filter(({ offset }) => offset >= fromOffset).slice(0, recordsMax);
    },
    () => (this.records.at(-1)?.offset ?? -1) + 1,
  );

  append(...records: readonly LogRecord[]): void {
    this.records.push(...records);
  }

  async offsets(fromOffset: number, recordsMax = 100): Promise<number[]> {
    return (await this.reader.read(fromOffset, recordsMax)).map(({ offset }) => offset);
  }
}

const range = (from: number, until: number) => Array.from({ length: until - from }, (_, at) => from + at);

describe('a reader shared by the groups of a process', () => {
  it('reads once what two groups read, and gives both the same records', async () => {
    const partition = new Partition();
    partition.append(recordAt(0), recordAt(1));
    const [one, other] = await Promise.all([partition.reader.read(0, 10), partition.reader.read(0, 10)]);
    expect(one.map(({ offset }) => offset)).toEqual([0, 1]);
    expect(other.every((record, at) => record === one[at])).toBe(true);
    expect(partition.reads).toBe(1);
  });

  it('reads on from what it has, so that the later group has a full page', async () => {
    const partition = new Partition();
    partition.append(...range(0, 5).map((offset) => recordAt(offset)));
    await partition.offsets(0);
    partition.append(recordAt(5), recordAt(6));
    expect(await partition.offsets(3)).toEqual([3, 4, 5, 6]);
    expect(await partition.offsets(0, 4)).toEqual([0, 1, 2, 3]);
    expect(partition.reads).toBe(2);
  });

  it('passes over offsets that are gone', async () => {
    const partition = new Partition();
    partition.append(recordAt(2), recordAt(7));
    expect(await partition.offsets(0)).toEqual([2, 7]);
    expect(await partition.offsets(3)).toEqual([7]);
    expect(partition.reads).toBe(1);
  });

  it('lets a group far behind read for itself, and keeps what the others share', async () => {
    const partition = new Partition();
    partition.append(...range(0, 20).map((offset) => recordAt(offset)));
    await partition.offsets(15);
    expect(await partition.offsets(0, 3)).toEqual([0, 1, 2]);
    expect(await partition.offsets(15)).toEqual([15, 16, 17, 18, 19]);
    expect(partition.reads).toBe(2);
  });

  it.each([
    ['records', 10, 9_000],
    ['bytes', 1_000_000, 9],
  ])('keeps a bounded number of %s, the newest', async (_bound, sizeBytes, count) => {
    const partition = new Partition();
    partition.append(...range(0, count).map((offset) => recordAt(offset, sizeBytes)));
    await partition.offsets(0, count);
    expect(await partition.offsets(count - 1)).toEqual([count - 1]);
    expect(partition.reads).toBe(1);
    expect(await partition.offsets(0, 1)).toEqual([0]);
    expect(partition.reads).toBe(2);
  });

  it('goes on after a read that failed', async () => {
    let failures = 1;
    const reader = new SharedReader(
      async () => {
        if (failures-- > 0) throw new Error('connection lost');
        return [recordAt(0)];
      },
      () => 1,
    );
    await expect(reader.read(0, 10)).rejects.toThrow('connection lost');
    expect((await reader.read(0, 10)).map(({ offset }) => offset)).toEqual([0]);
  });
});
