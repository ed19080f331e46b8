import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { murmur2, partitionOfKey } from '../partition-of-key.ts';

const kafkajsPartitioner = Partitioners.DefaultPartitioner();

function partitionMetadata(count: number): PartitionMetadata[] {
  return Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
}

describe('partitionOfKey', () => {
  it('picks the partition that kafkajs picks, whatever the key', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (key, count) => {
          const theirs = kafkajsPartitioner({
            topic: 't',
            partitionMetadata: partitionMetadata(count),
            message: { key, value: null },
          });
          expect(partitionOfKey(key, count)).toBe(theirs);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    // From Kafka's own UtilsTest.testMurmur2.
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])("hashes %j as Kafka's own test says", (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });
});
