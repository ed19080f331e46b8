import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { createLogger } from '#service';
import { trainEach } from './train-each.ts';

const silent = createLogger({ service: 'test', level: 'silent' });
const shop = (id: string) => id as ShopId;

describe('training each shop', () => {
  it('goes on after a shop that breaks, and gives the error of each', async () => {
    const outcomes = await trainEach([shop('a'), shop('b'), shop('c')], silent, (shopId) => {
      if (shopId !== 'b') return Promise.reject(new Error(`the archive of ${shopId} is broken`));
      return Promise.resolve({ kind: 'trained', shopId, models: [] });
    });
    expect(outcomes).toEqual([
      { kind: 'failed', shopId: 'a', reason: 'the archive of a is broken' },
      { kind: 'trained', shopId: 'b', models: [] },
      { kind: 'failed', shopId: 'c', reason: 'the archive of c is broken' },
    ]);
  });

  it('trains one shop at a time, in the order given', async () => {
    const heard: string[] = [];
    await trainEach([shop('a'), shop('b')], silent, async (shopId) => {
      heard.push(`${shopId} begins`);
      await Promise.resolve();
      heard.push(`${shopId} ends`);
      return { kind: 'trained', shopId, models: [] };
    });
    expect(heard).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });
});
