import { describe, expect, it } from '@jest/globals';
import { Coalescer } from './coalescer.ts';

/** Work that ends when it is told to; "broken" breaks it. */
class SlowWork {
  readonly statements: (readonly string[])[] = [];
  private readonly ends: (() => void)[] = [];

  run = (items: readonly string[]): Promise<string> => {
    this.statements.push(items);
    return new Promise((resolve, reject) => {
      this.ends.push(() => {
        if (items.includes('broken')) reject(new Error('connection lost'));
        else resolve(items.join());
      });
    });
  };

  async end(): Promise<void> {
    this.ends.shift()?.();
    // The next statement goes out when this one's result is in.
    await turn();
  }
}

/** One turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Coalescer', () => {
  it('does together what one turn of the event loop asks for, without waiting for more', async () => {
    const slow = new SlowWork();
    const coalescer = new Coalescer(slow.run);
    void coalescer.run(['a', 'b']);
    void coalescer.run(['c']);
    await turn();
    expect(slow.statements).toEqual([['a', 'b', 'c']]);
  });

  it('does together what was asked for while two were under way, and each caller gets the result', async () => {
    const slow = new SlowWork();
    const coalescer = new Coalescer(slow.run);
    const results: Promise<string>[] = [];
    for (const items of [['a'], ['b'], ['c', 'd']]) {
      results.push(coalescer.run(items));
      await turn();
    }
    results.push(coalescer.run(['e']));
    await slow.end();
    expect(slow.statements).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
    await slow.end();
    await slow.end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c,d,e', 'c,d,e']);
  });

  it('fails those of a failed statement and goes on', async () => {
    const slow = new SlowWork();
    const coalescer = new Coalescer(slow.run);
    const broken = coalescer.run(['broken']);
    await turn();
    const other = coalescer.run(['other']);
    await turn();
    void slow.end();
    await expect(broken).rejects.toThrow('connection lost');
    await slow.end();
    expect(await other).toBe('other');
  });
});
