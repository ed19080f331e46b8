import { describe, expect, it } from '@jest/globals';
import { storedSize } from './stored-size.ts';

const row = (model: string, ndcg: number, bytes: number, ms?: number) => ({
  model,
  metrics: [
    { name: 'stored ndcg@20', value: ndcg },
    { name: 'stored bytes', value: bytes },
    ...(ms === undefined ? [] : [{ name: 'stored ms/list', value: ms }]),
  ],
});

describe('the stored size of a version', () => {
  it('says what compression cost and gave', () => {
    const blend = { model: 'blend', metrics: [{ name: 'overall ndcg@20', value: 0.31 }] };
    const evaluations = [
      blend,
      row('uncompressed', 0.31, 8_400_000, 2.34),
      row('compressed', 0.3098, 2_140_000, 1.9),
    ];
    expect(storedSize(evaluations)).toBe('2.1 of 8.4 MB, ndcg@20 -0.0002, 1.9 of 2.3 ms/list');
  });

  it('says nothing of the time where none was taken', () => {
    expect(storedSize([row('uncompressed', 0.3, 2e6), row('compressed', 0.301, 1e6)])).toBe(
      '1.0 of 2.0 MB, ndcg@20 +0.0010',
    );
  });

  it('is nothing for a version that was not compressed', () => {
    expect(storedSize([])).toBe('');
  });
});
